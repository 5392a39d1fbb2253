/**
 * The form in which every text is kept: composed, trimmed, never empty. Mirrors `backend/fields/plain_text.py`.
 *
 * Lengths and places count code points, so that both ends say the same.
 */
import { nfc, trimmed } from "./fold";
import { accepted, type Result, refused } from "./result";

const unwanted = /[\0\ud800-\udfff]/u; // with the u flag, only halves of pairs match
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;

/** White space and invisible characters that have no place inside an address; the inside of a character class. */
export const INVISIBLE =
  "\\x00-\\x20\\x7f-\\xa0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff";

export function textOf(wire: unknown, maximum: number, lines = false): Result<string> {
  if (wire === null || wire === undefined) return accepted<string>(null);
  if (typeof wire !== "string") return refused("value-not-text");
  const found = unwanted.exec(wire);
  if (found) return refused("value-bad-text", { place: [...wire.slice(0, found.index)].length + 1 });
  const text = trimmed(nfc(wire.replace(lineBreak, "\n")));
  if (!lines && text.includes("\n")) return refused("value-not-one-line");
  const length = [...text].length;
  return length > maximum ? refused("value-too-long", { length, maximum }) : accepted(text || null);
}
