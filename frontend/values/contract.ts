/**
 * What every field type offers on the phone. Null is handled once, in the registry: nothing here meets it except
 * `accept` and `parse`, which may answer it.
 *
 * A value has two forms: the value itself (canonical wire form) and the input, what a control holds while someone
 * types. Most inputs are strings; money's is an amount as typed with a currency; a picture's is the value.
 */
import type { Result } from "./result";
import type { FieldRule, Filled, Reading } from "./types";

export interface ValueType<V extends Filled = Filled> {
  /** Read a wire value as the server would, limits included; whether it may be empty is not asked here. */
  accept(wire: unknown, field: FieldRule): Result<V>;
  /** Read what a control holds. */
  parse(input: unknown, field: FieldRule, reading: Reading): Result<V>;
  /** Write what a control shows while the value is edited. */
  toInput(value: V, field: FieldRule, reading: Reading): string;
  /** Write the value for reading. */
  format(value: V, field: FieldRule, reading: Reading): string;
  /** Order two values of one field, as `Array.sort` wants it. */
  compare(a: V, b: V, field: FieldRule, reading: Reading): number;
  /** Tell whether replacing one value by the other changes nothing. */
  equal(a: V, b: V): boolean;
  /** Return the words that a search finds the value by, not folded yet. */
  searchText(value: V, field: FieldRule, reading: Reading): string;
}

const collators = new Map<string, Intl.Collator>();

/** Order two texts as the reader's language does. */
export function compareTexts(a: string, b: string, { language, locale }: Reading): number {
  const code = language ?? locale;
  let collator = collators.get(code);
  if (!collator) {
    collator = new Intl.Collator(code);
    collators.set(code, collator);
  }
  return collator.compare(a, b);
}

export function compareOrdered<T extends string | number | bigint | boolean>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Complete a type whose value is a string that is shown and typed as it is. */
export function textLike(accept: ValueType<string>["accept"]): ValueType<string> {
  return {
    accept,
    parse: accept,
    toInput: (value) => value,
    format: (value) => value,
    compare: (a, b, _field, reading) => compareTexts(a, b, reading),
    equal: (a, b) => a === b,
    searchText: (value) => value,
  };
}
