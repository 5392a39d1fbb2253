/**
 * A form's edits while someone types: each field's value, with what stood there when he first touched it.
 *
 * The office may change a record under an open form. What counts for the merge is what the user saw, so the old
 * value and the version are taken at his first touch of a field and not when he is done.
 */
import { same } from "../shared/json";
import type { LocalRecord } from "./record";

export interface FieldEdit {
  readonly value: unknown;
  readonly old: unknown;
  readonly base: number;
}

export type Edits = Readonly<Record<string, FieldEdit>>;

/** Return the edits with a field set to a value; back at its old value, a field is not edited any more. */
export function edited(edits: Edits, record: LocalRecord, field: string, value: unknown): Edits {
  const known = edits[field];
  const old = known ? known.old : (record.values[field] ?? null);
  const base = known ? known.base : record.version;
  const { [field]: _, ...others } = edits;
  return same(old, value) ? others : { ...others, [field]: { value: value ?? null, old, base } };
}

/** Return the fields of open edits that the office has changed since, for the form to say so. */
export function overtaken(edits: Edits, record: LocalRecord): string[] {
  return Object.entries(edits)
    .filter(([field, { value, old }]) => {
      const current = record.values[field];
      return !same(current, old) && !same(current, value);
    })
    .map(([field]) => field);
}
