/**
 * A formula cut into tokens. What was begun and not ended, a text or a name in brackets, is a token too, marked so.
 */
import { FormulaError, type Span } from "./syntax";

export type TokenKind = "number" | "text" | "name" | "word" | "sign" | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The digits, the text without its quotes, the name without its brackets, the word, the sign. */
  readonly text: string;
  /** It runs to the end of the formula, and should not. */
  readonly open?: boolean;
}

export const LONGEST = 5000;

const SIGNS: Readonly<Record<string, string>> = {
  "≤": "<=",
  "≥": ">=",
  "≠": "<>",
  "!=": "<>",
  "×": "*",
  "÷": "/",
};
const PATTERN =
  /\s+|([0-9]+(?:\.[0-9]+)?)|"((?:[^"]|"")*)("?)|\[((?:[^\]]|\]\])*)(\]?)|([\p{L}_][\p{L}\p{N}_]*)|(<=|>=|<>|!=|[-+*/&=<>(),;.≤≥≠×÷])/uy;

/** Cut a formula into tokens, the last of which is its end. */
export function tokensOf(formula: string): readonly Token[] {
  if (formula.length > LONGEST) {
    throw new FormulaError("long", { from: LONGEST, to: formula.length }, { most: LONGEST });
  }
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  let from = 0;
  while (from < formula.length) {
    pattern.lastIndex = from;
    const found = pattern.exec(formula);
    if (!found) throw new FormulaError("character", { from, to: from + 1 }, { text: formula.charAt(from) });
    const to = pattern.lastIndex;
    const [, number, text, quote, name, bracket, word, sign] = found;
    if (number !== undefined) tokens.push({ kind: "number", text: number, from, to });
    else if (text !== undefined) {
      tokens.push({
        kind: "text",
        text: text.replaceAll('""', '"'),
        from,
        to,
        ...(!quote && { open: true }),
      });
    } else if (name !== undefined) {
      const plain = name.replaceAll("]]", "]").trim();
      tokens.push({ kind: "name", text: plain, from, to, ...(!bracket && { open: true }) });
    } else if (word !== undefined) tokens.push({ kind: "word", text: word.toUpperCase(), from, to });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: SIGNS[sign] ?? sign, from, to });
    from = to;
  }
  tokens.push({ kind: "end", text: "", from, to: from });
  return tokens;
}

/** Write a text as a formula has it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Write a name as a formula has it. */
export function bracketed(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}
