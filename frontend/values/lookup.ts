/** A reference to one record of another entity, by its id. Its name comes from the reader's `resolve`. */
import { compareTexts, type ValueType } from "./contract";
import { idOf } from "./record-id";
import { accepted, type Result, refused } from "./result";
import type { FieldRule, Reading } from "./types";

function accept(wire: unknown): Result<string> {
  if (wire === null || wire === undefined || wire === "") return accepted<string>(null);
  const id = idOf(wire);
  return id ? accepted(id) : refused("value-not-a-record");
}

function name(id: string, field: FieldRule, { resolve }: Reading): string {
  return resolve?.(field.target, id) ?? "";
}

export const lookup: ValueType<string> = {
  accept,
  parse: accept,
  toInput: (value) => value,
  format: (value, field, reading) => name(value, field, reading) || `…${value.slice(-4)}`,
  compare: (a, b, field, reading) => compareTexts(name(a, field, reading), name(b, field, reading), reading),
  equal: (a, b) => a === b,
  searchText: name,
};
