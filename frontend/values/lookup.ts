/**
 * A reference to a record of another entity, by its id, or to several: a list of ids, each once, by the alphabet.
 * Their names come from the reader's `resolve`.
 */
import { same } from "../shared/json";
import { compareOrdered, compareTexts, type ValueType } from "./contract";
import { idOf } from "./record-id";
import { accepted, type Result, refused } from "./result";
import type { FieldRule, Reading } from "./types";

export const MOST_RECORDS = 100;

type Referred = string | readonly string[];

function accept(wire: unknown, field: FieldRule): Result<Referred> {
  if (wire === null || wire === undefined || wire === "") return accepted<Referred>(null);
  if (field.several) return acceptSeveral(wire);
  const id = idOf(wire);
  return id ? accepted(id) : refused("value-not-a-record");
}

function acceptSeveral(wire: unknown): Result<readonly string[]> {
  if (!Array.isArray(wire)) return refused("value-not-a-record");
  const ids = new Set<string>();
  for (const one of wire) {
    const id = idOf(one);
    if (!id) return refused("value-not-a-record");
    ids.add(id);
  }
  if (ids.size > MOST_RECORDS) return refused("value-too-many", { maximum: MOST_RECORDS });
  return accepted(ids.size > 0 ? [...ids].sort() : null);
}

/** Return the ids of a value in the order of the records' names, those without one last. */
export function referredBy(value: unknown, field: FieldRule, reading: Reading): readonly string[] {
  const ids = (Array.isArray(value) ? value : [value]).filter((id) => typeof id === "string" && id !== "");
  const named = ids.map((id: string) => ({ id, name: name(id, field, reading) }));
  named.sort(
    (a, b) =>
      Number(a.name === "") - Number(b.name === "") ||
      compareTexts(a.name, b.name, reading) ||
      compareOrdered(a.id, b.id),
  );
  return named.map(({ id }) => id);
}

function name(id: string, field: FieldRule, { resolve }: Reading): string {
  return resolve?.(field.target, id) ?? "";
}

function names(value: Referred, field: FieldRule, reading: Reading): string {
  const all = referredBy(value, field, reading).map((id) => name(id, field, reading));
  return all.filter((one) => one !== "").join(", ");
}

export const lookup: ValueType<Referred> = {
  accept,
  parse: accept,
  toInput: (value) => String(value),
  format(value, field, reading) {
    const words = (id: string) => name(id, field, reading) || (reading.words?.elsewhere ?? "…");
    return referredBy(value, field, reading).map(words).join(", ");
  },
  compare: (a, b, field, reading) =>
    compareTexts(names(a, field, reading), names(b, field, reading), reading),
  equal: same,
  searchText: names,
};
