/**
 * The two keys of a text, and its normal form, at one fixed Unicode version.
 *
 * The equal key says which texts count as the same; the search key is the same with marks removed. Browser and
 * server know different versions of Unicode, so text is cut at every code point that the fixed version does not
 * assign, and only the pieces between are normalized: those come out alike in all later versions. Case folding,
 * which JavaScript lacks, and marks come from the table. `backend/fields/fold.py` mirrors this file.
 */
import { mappedText, unpackedMapping, unpackedRanges } from "./code-points";
import { foldTable } from "./fold-table";

type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

const white = unpackedRanges(foldTable.whiteSpace);
const spaces = new RegExp(`[${white}]+`, "gu");
const ends = new RegExp(`^[${white}]+|[${white}]+$`, "gu");
const split = new RegExp(`([${unpackedRanges(foldTable.split)}]+)`, "u");
const marks = new RegExp(`[${unpackedRanges(foldTable.marks)}]+`, "gu");
const beyondAscii = /[\u0080-\u{10ffff}]/u;
/** What most texts of western Europe are made of. Nothing in it joins with a neighbour, and all Unicodes know it. */
const western = /^[ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]*$/;
const accented = /[\u00e0-\u00f6\u00f8-\u00ff]/g;
let cases: ReadonlyMap<string, string> | undefined;

function normal(form: Form, text: string): string {
  return text
    .split(split) // what lies between cuts stands at even places
    .map((piece, place) => (place % 2 ? piece : piece.normalize(form)))
    .join("");
}

function folded(text: string): string {
  cases ??= unpackedMapping(foldTable.caseToOne, foldTable.caseToSeveral);
  return mappedText(text, cases);
}

/** Return a text with every run of listed white space as one space, and none at the ends. */
export function collapsed(text: string): string {
  return text.replace(spaces, " ").replace(/^ | $/g, "");
}

/** Compose a text as Unicode's normal form C does. */
export function nfc(text: string): string {
  return beyondAscii.test(text) ? normal("NFC", text) : text;
}

/** Remove listed white space at both ends. */
export function trimmed(text: string): string {
  return text.replace(ends, "");
}

/** Return the key that texts share when they count as equal: for uniqueness and comparisons. */
export function equalKey(text: string): string {
  if (!beyondAscii.test(text)) return collapsed(text.toLowerCase());
  if (western.test(text)) return collapsed(text.toLowerCase().replaceAll("\u00df", "ss"));
  const once = normal("NFKC", folded(normal("NFD", text)));
  return collapsed(normal("NFKC", folded(once)));
}

const bareLetters = new Map<string, string>();

function bare(letter: string): string {
  let found = bareLetters.get(letter);
  if (found === undefined) {
    found = letter.normalize("NFD").charAt(0);
    bareLetters.set(letter, found);
  }
  return found;
}

/** Return the key that a search looks in: the equal key without marks. */
export function searchKey(text: string): string {
  const key = equalKey(text);
  if (!beyondAscii.test(key)) return key;
  if (western.test(key)) return key.replace(accented, bare);
  return collapsed(normal("NFKC", normal("NFKD", key).replace(marks, "")));
}
