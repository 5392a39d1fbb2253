/**
 * The icon sprite: the Lucide icons named in frontend/ui/icon-list.json, as one SVG file and one union type.
 *
 * Run without arguments it writes both files; with --check it writes nothing and fails when they are stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const ui = join(root, "frontend/ui");
const lucide = join(root, "node_modules/lucide-static/icons");

async function symbol(name) {
  const source = await readFile(join(lucide, `${name}.svg`), "utf8").catch(() => {
    throw new Error(`frontend/ui/icon-list.json names "${name}", which Lucide does not have`);
  });
  const shapes = source
    .slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"))
    .split("\n")
    .map((line) => line.trim())
    .join("");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

const array = (names) => `[\n${names.map((name) => `  "${name}",\n`).join("")}]`;

async function generate() {
  const list = JSON.parse(await readFile(join(ui, "icon-list.json"), "utf8"));
  const names = [...new Set([...list.interface, ...list.workspace])].sort();
  const symbols = await Promise.all(names.map(symbol));
  const svg = [
    '<svg xmlns="http://www.w3.org/2000/svg"><title>Icons</title>',
    "<!-- Lucide, ISC licence, lucide.dev. Written by scripts/icon_sprite.mjs. -->",
    ...symbols,
    "</svg>\n",
  ].join("\n");
  const types = [
    "/** The names of the icons in icons.svg. Written by scripts/icon_sprite.mjs from icon-list.json; do not edit. */\n",
    `export const ICONS = ${array(names)} as const;\n`,
    "/** The icons that a designer may choose for a workspace, a page, an action or an entity. */",
    `export const WORKSPACE_ICONS = ${array([...list.workspace].sort())} as const satisfies readonly IconName[];\n`,
    "export type IconName = (typeof ICONS)[number];",
    "export type WorkspaceIcon = (typeof WORKSPACE_ICONS)[number];\n",
  ].join("\n");
  return new Map([
    [join(ui, "icons.svg"), svg],
    [join(ui, "icon-names.ts"), types],
  ]);
}

const files = await generate();
for (const [path, text] of files) {
  if (!process.argv.includes("--check")) await writeFile(path, text);
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
    console.error(`${path} is stale: run node scripts/icon_sprite.mjs`);
    process.exitCode = 1;
  }
}
