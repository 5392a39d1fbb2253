/**
 * Which record here holds a value that only one may hold. Pure.
 *
 * Values are one when the office takes them for one: texts by their equal key.
 */
import type { Field } from "../protocol";
import { equalKey } from "../values/fold";
import { equal } from "../values/registry";
import type { Value } from "../values/types";
import type { LocalRecord } from "./record";

const KEYED: ReadonlySet<Field["type"]> = new Set([
  "text",
  "phone",
  "email",
  "link",
  "barcode",
  "auto_number",
]);

/** Return the record that holds a value of a field; `but` is the one that wants it. */
export function holderAmong(
  records: readonly LocalRecord[],
  field: Field,
  value: unknown,
  but: string,
): LocalRecord | undefined {
  if ((value ?? null) === null) return undefined;
  const same = sameness(field, value);
  return records.find(
    ({ id, state, values }) => id !== but && state !== "deleted" && same(values[field.id] ?? null),
  );
}

function sameness(field: Field, wanted: unknown): (value: unknown) => boolean {
  if (!KEYED.has(field.type)) return (value) => equal(value as Value, wanted as Value, field);
  const key = equalKey(String(wanted));
  return (value) => typeof value === "string" && equalKey(value) === key;
}
