/**
 * The colours of tokens.css as a test reads them: by scope (`:root`, an accent, high contrast) and scheme.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Oklch } from "./oklch";

export type Scheme = "light" | "dark";
export type Colours = ReadonlyMap<string, string>;

const text = readFileSync(join(import.meta.dirname, "../../../frontend/ui/tokens.css"), "utf8").replace(
  /\/\*[\s\S]*?\*\//g,
  "",
);
const [ordinary = "", afterContrast = ""] = text.split("@media (prefers-contrast: more)");
const [contrasted = ""] = afterContrast.split("@media");

function declarations(source: string): [string, string][] {
  return [...source.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [
    name,
    value.trim(),
  ]);
}

export const root: Colours = new Map(declarations(ordinary.slice(0, ordinary.indexOf("[data-accent"))));
export const highContrast: Colours = new Map([...root, ...declarations(contrasted)]);

/** Each accent's own values on top of the root's. */
export const accents: ReadonlyMap<string, Colours> = new Map(
  [...ordinary.matchAll(/\[data-accent="(\w+)"\] \{([^}]*)\}/g)].map(([, name = "", body = ""]) => [
    name,
    new Map([...root, ...declarations(body)]),
  ]),
);

/** Find a colour's value in one scheme, through var() to its oklch(). */
export function colour(colours: Colours, name: string, scheme: Scheme): Oklch {
  const value = colours.get(name);
  if (value === undefined) throw new Error(`tokens.css has no --${name}`);
  const alias = /^var\(--([\w-]+)\)$/.exec(value);
  if (alias) return colour(colours, alias[1] ?? "", scheme);
  const found = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)][scheme === "light" ? 0 : 1];
  if (!found) throw new Error(`--${name} is not a light-dark() of two oklch()`);
  const [lightness = 0, chroma = 0, hue = 0] = found.slice(1).map(Number);
  return { lightness, chroma, hue };
}
