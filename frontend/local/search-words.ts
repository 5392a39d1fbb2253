/**
 * The words of a search, as both ends read them: folded, in any order, each to be found somewhere in a record. Pure.
 *
 * `searched` in `backend/records/conditions.py` mirrors this and `SEARCHED`; one file of cases holds both to it.
 */
import type { Entity, Field } from "../protocol";
import { searchKey } from "../values/fold";
import { TEXTUAL } from "../values/textual";

/** Words beyond these are not looked for. */
export const MOST_WORDS = 8;

/** The types of fields that a search of whole records looks in. */
export const SEARCHED = TEXTUAL;

export function searchWords(typed: string): string[] {
  return searchKey(typed.replaceAll("\0", " ")).split(" ").slice(0, MOST_WORDS).filter(Boolean);
}

/** Tell whether all that has these words has the earlier ones too, so that it can be looked for among that. */
export function refines(words: readonly string[], earlier: readonly string[]): boolean {
  return earlier.every((before) => words.some((word) => word.includes(before)));
}

export function searchedFields({ fields }: Entity): Field[] {
  return fields.filter(({ type }) => SEARCHED.has(type));
}
