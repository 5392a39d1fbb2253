declare module "*.json?designer" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?blocks" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?filters" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?history" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?forms" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?keeping" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?device" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?search" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?rescue" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module "*.json?pull" {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
