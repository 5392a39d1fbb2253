/**
 * Small and capital letters at the fixed Unicode version of the text keys, code point by code point.
 *
 * Without language and without neighbours, so that both ends agree whatever each knows of Unicode itself.
 */
import { mappedText, unpackedMapping } from "../values/code-points";
import { letterCaseTable } from "./letter-case-table";

const ascii = /^\p{ASCII}*$/u;
let small: ReadonlyMap<string, string> | undefined;
let capital: ReadonlyMap<string, string> | undefined;

export function lower(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  small ??= unpackedMapping(letterCaseTable.lowerToOne, letterCaseTable.lowerToSeveral);
  return mappedText(text, small);
}

export function upper(text: string): string {
  if (ascii.test(text)) return text.toUpperCase();
  capital ??= unpackedMapping(letterCaseTable.upperToOne, letterCaseTable.upperToSeveral);
  return mappedText(text, capital);
}
