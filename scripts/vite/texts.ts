/**
 * The message catalogues as pages load them: without what only the server and the command line say, what only some
 * pages say in parts of their own (`texts/en.json?designer`, `texts/en.json?filters` …), and parsed already, so that
 * no page carries the parser of ICU MessageFormat.
 */
import { createRequire } from "node:module";
import { type MessageFormatElement, parse } from "@formatjs/icu-messageformat-parser";
import type { Plugin } from "vite";

const SERVER_ONLY =
  /^(?:cli|explain|export|import|serve|shell|trust)\.|^problem\.(?:setting-|port-in-use|cannot-listen|data-folder|https-|last-administrator|person-(?:has-account|manager-ring|with)|unit-ring|trust-port|role-|author-|import-|spreadsheet-|export-|change-decided|change-not-kept)|\.remedy$/;

const PARSER = /^@formatjs\/icu-messageformat-parser$/;
const WITHOUT_PARSER = createRequire(import.meta.url).resolve(
  "@formatjs/icu-messageformat-parser/no-parser.js",
);

/** Part → the keys that it has and the bundled catalogue has not. */
export const PARTS: Readonly<Record<string, RegExp>> = {
  designer:
    /^designer\.|^problem\.(?:design-|patch-|model-|package-|workspace-|publication-|unknown-conversion|unknown-package|field-(?:not-convertible|has-duplicates|type-fixed)|profile-)/,
  blocks: /^mobile\.(?:block|list)\.|^problem\.figures-/,
  filters: /^filter\.|^problem\.(?:filter|rule)-/,
  forms:
    /^mobile\.(?:draft\.|form\.(?:leave_|lines_|overtaken$|provisional$|making$|(?:position|records|signature|file|match)\.))|^problem\.(?:needed|to-match|value-(?:not-a-(?:position|file)|off-the-earth|file-(?:empty|too-large)))$/,
  keeping:
    /^mobile\.(?:(?:keep|remind|news|left|away|check|conflict|detail|outbox|update|loss)\.|status\.(?!title$|sign_in$|try_now$)|home\.designer$|more\.(?:designer|tools)$)|^problem\.(?:(?:person|team|business-unit)-in-use|still-referenced)$/,
  device: /^mobile\.(?:device|trip|first|install)\./,
  search: /^mobile\.search\./,
  history: /^mobile\.history\./,
  rescue: /^mobile\.(?:rescue|sign_out)\./,
  pull: /^mobile\.pull\./,
};

export function pageTexts(): Plugin {
  return {
    name: "satchel-page-texts",
    enforce: "pre",
    config: () => ({ resolve: { alias: [{ find: PARSER, replacement: WITHOUT_PARSER }] } }),
    transform(code, id) {
      const found = /\/texts\/[a-z-]+\.json(?:\?([a-z]+))?$/i.exec(id);
      if (!found) return null;
      const part = found[1];
      const all = Object.entries(JSON.parse(code) as Record<string, string>);
      const wanted = all.filter(([key]) => !SERVER_ONLY.test(key) && partOf(key) === part);
      const json = JSON.stringify(Object.fromEntries(wanted.map(([key, text]) => [key, ready(text)])));
      // Vite reads a .json by its name; behind a query it is a module like any other.
      return { code: part ? `export default ${json}` : json, map: null };
    },
  };
}

/** Return a text without arguments as it reads, any other as the tree that `t` formats. */
function ready(text: string): string | MessageFormatElement[] {
  return /[{}'<]/.test(text) ? parse(text) : text;
}

function partOf(key: string): string | undefined {
  return Object.keys(PARTS).find((part) => PARTS[part]?.test(key));
}
