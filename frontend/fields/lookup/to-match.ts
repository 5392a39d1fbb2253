/**
 * What a reference holds while its record is not found yet: the words by which it will be. They never leave the phone.
 * A reference to several holds such words among its records.
 */
import { isObject } from "../../shared/json";

export interface ToMatch {
  readonly toMatch: string;
}

/** Return the words that a control holds in place of a record; null where it holds none. */
export function toMatchOf(input: unknown): string | null {
  return isObject(input) && typeof input.toMatch === "string" ? input.toMatch : null;
}

/** Return all words that a control holds in place of records. */
export function allToMatch(input: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(input) ? input : [input];
  return all.map(toMatchOf).filter((words) => words !== null);
}

/** Records and words as a control of several holds them, each once. */
export function severalOf(records: readonly string[], words: readonly string[]): readonly unknown[] {
  return [...new Set(records), ...[...new Set(words)].map((toMatch): ToMatch => ({ toMatch }))];
}
