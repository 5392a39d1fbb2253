/**
 * The values of records as they are read and written on the screen, lookups followed.
 */
import type { LocalRecord } from "../local/record";
import type { RecordsView } from "../local/records";
import type { Field } from "../protocol";
import { provisional } from "../values/auto-number";
import { format } from "../values/registry";
import type { Filled, Reading, Value } from "../values/types";
import type { Lens } from "./lens";

/** Where records come from. */
export type RecordSource = RecordsView;

export interface FoundValue {
  readonly field: Field;
  readonly value: Value;
  /** The record that holds it; undefined beyond a lookup that is empty or not on this phone. */
  readonly holder: LocalRecord | undefined;
}

/** Follow a path from a record; undefined when the path leads nowhere. */
export function valueAt(
  lens: Lens,
  records: RecordSource,
  record: LocalRecord,
  path: string,
): FoundValue | undefined {
  const fields = lens.path(record.entity, path);
  const field = fields.at(-1);
  if (!field) return undefined;
  let holder: LocalRecord | undefined = record;
  for (const { id, target } of fields.slice(0, -1)) {
    const named: unknown = holder?.values[id];
    holder = typeof named === "string" && target ? records.get(target, named) : undefined;
  }
  return { field, value: valueIn(holder, field), holder };
}

export function valueIn(record: LocalRecord | undefined, field: Field): Value {
  return (record?.values[field.id] as Filled | undefined) ?? null;
}

/** Write a value; a number that the office has still to give gets its provisional look. */
export function written({ field, value, holder }: FoundValue, reading: Reading): string {
  if (value === null && field.type === "auto_number" && holder) return provisional(field, holder.id);
  return format(value, field, reading);
}

/** Name a record by its title field. */
export function titleOf(lens: Lens, record: LocalRecord, reading: Reading): string {
  const field = lens.titleField(record.entity);
  const title = field ? written({ field, value: valueIn(record, field), holder: record }, reading) : "";
  return title || lens.text(lens.entity(record.entity)?.label);
}
