/**
 * A form's edits while someone types: each field's value, with what stood there when he first touched it.
 *
 * The office may change a record under an open form. What counts for the merge is what the user saw, so the old
 * value and the version are taken at his first touch of a field and not when he is done. Where the office's values
 * have gone from under the form there is no old value: only what he typed.
 */
import { same } from "../shared/json";
import type { LocalRecord } from "./record";

export interface FieldEdit {
  readonly value: unknown;
  /** What stood there; missing where this phone does not know. */
  readonly old?: unknown;
  readonly base: number;
}

export type Edits = Readonly<Record<string, FieldEdit>>;

/** Return the edits with a field set to a value; back at its old value, a field is not edited any more. */
export function edited(edits: Edits, record: LocalRecord, field: string, value: unknown): Edits {
  const first = edits[field] ?? seen(record, field);
  const { [field]: _, ...others } = edits;
  return same(first.old, value) ? others : { ...others, [field]: { ...first, value: value ?? null } };
}

function seen({ values, version, partial }: LocalRecord, field: string): Omit<FieldEdit, "value"> {
  const unknown = partial && !(field in values);
  return unknown ? { base: version } : { old: values[field] ?? null, base: version };
}

/**
 * Return the edits of a draft as they go on: what stood there is what the record has, where it is still the version
 * that was seen. Elsewhere it is not known, and the office looks it up.
 */
export function resumed(edits: Edits, record: LocalRecord): Edits {
  const known = Object.entries(edits).map(([field, edit]) => {
    return [field, edit.base === record.version ? { ...seen(record, field), value: edit.value } : edit];
  });
  return Object.fromEntries(known);
}

/** Return the fields of open edits that the office has changed since, for the form to say so. */
export function overtaken(edits: Edits, record: LocalRecord): string[] {
  return Object.entries(edits)
    .filter(([field, { value, old }]) => {
      if (old === undefined) return false;
      const current = record.values[field];
      return !same(current, old) && !same(current, value);
    })
    .map(([field]) => field);
}
