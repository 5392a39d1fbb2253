/**
 * A number that the server gives to each new record; until then a provisional label that looks different.
 *
 * Where it is manual, people write it and nothing is given.
 */
import { textLike } from "./contract";
import { textOf } from "./plain-text";
import type { FieldRule } from "./types";

export const autoNumber = textLike((wire) => textOf(wire, 40));

/** Tell whether the server gives each new record its value. */
export function isNumbered({ type, manual }: Pick<FieldRule, "type" | "manual">): boolean {
  return type === "auto_number" && !manual;
}

/** Return the label of a record without a number yet: the prefix, and the end of its id to tell it from others. */
export function provisional(field: FieldRule, recordId: string): string {
  return `${field.prefix ?? ""}…${recordId.slice(-4)}`;
}
