declare module "*.json?designer" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
