/**
 * Small and capital letters at the fixed Unicode version of the text keys, code point by code point.
 *
 * Without language and without neighbours, so that both ends agree whatever each knows of Unicode itself.
 */
import { letterCaseTable } from "./letter-case-table";

const ascii = /^\p{ASCII}*$/u;
let small: ReadonlyMap<string, string> | undefined;
let capital: ReadonlyMap<string, string> | undefined;

export function lower(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  small ??= unpacked(letterCaseTable.lowerToOne, letterCaseTable.lowerToSeveral);
  return changed(text, small);
}

export function upper(text: string): string {
  if (ascii.test(text)) return text.toUpperCase();
  capital ??= unpacked(letterCaseTable.upperToOne, letterCaseTable.upperToSeveral);
  return changed(text, capital);
}

function changed(text: string, table: ReadonlyMap<string, string>): string {
  let out = "";
  for (const char of text) out += table.get(char) ?? char;
  return out;
}

function unpacked(toOne: string, toSeveral: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const [char = "", ...several] of toSeveral.split(" ").map((word) => [...word])) {
    table.set(char, several.join(""));
  }
  const words = toOne.split(" ").map((word) => Number.parseInt(word, 36));
  let first = 0;
  for (let at = 0; at < words.length; at += 3) {
    const [gap = 0, shape = 0, distance = 0] = words.slice(at, at + 3);
    first += gap;
    for (let nth = 0; nth < shape >> 1; nth += 1) {
      const point = first + nth * ((shape & 1) + 1);
      table.set(String.fromCodePoint(point), String.fromCodePoint(point + distance));
    }
  }
  return table;
}
