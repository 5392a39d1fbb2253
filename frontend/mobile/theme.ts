/**
 * Light, dark, or as the system has it.
 */
export const THEMES = ["system", "light", "dark"] as const;

export function applyTheme(theme: string | null): void {
  const { dataset } = document.documentElement;
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  else delete dataset.theme;
}
