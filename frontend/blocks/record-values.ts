/**
 * The values of records as they are read and written on the screen, lookups followed.
 */
import type { LocalRecord } from "../local/record";
import type { RecordsView } from "../local/records";
import type { Field } from "../protocol";
import { t } from "../shared/messages";
import { isNumbered, provisional } from "../values/auto-number";
import { referredBy } from "../values/lookup";
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
  /** A lookup on the way leads to a record that is not on this phone: there may well be a value. */
  readonly away: boolean;
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
  let label: string | undefined;
  let away = false;
  for (const { id, target } of fields.slice(0, -1)) {
    const named: unknown = holder?.values[id];
    const leads = typeof named === "string" && target;
    holder = leads ? records.get(target, named) : undefined;
    away = Boolean(leads && !holder && records.loaded(target)) || (away && !holder);
    // Of what is not held the label is known, and that is the value of the title.
    label =
      leads && !holder && lens.entity(target)?.title === field.id ? records.label(target, named) : undefined;
  }
  if (label && TITLES.has(field.type)) return { field, value: label, holder, away: false };
  return { field, value: valueIn(holder, field), holder, away };
}

/** Types of titles whose label is their value. */
const TITLES: ReadonlySet<Field["type"]> = new Set(["text", "auto_number"]);

export function valueIn(record: LocalRecord | undefined, field: Field): Value {
  return (record?.values[field.id] as Filled | undefined) ?? null;
}

/** Tell whether a value was computed on this phone, and the office has still to compute it. */
export function isProvisional({ field, holder }: FoundValue): boolean {
  return holder?.provisional?.has(field.id) ?? false;
}

/** Write a value; a number that the office has still to give gets its provisional look. */
export function written({ field, value, holder }: Omit<FoundValue, "away">, reading: Reading): string {
  if (value === null && isNumbered(field) && holder) return provisional(field, holder.id);
  return format(value, field, reading);
}

/** Write a value for a list; a record that may not be named, or is nowhere near, leaves nothing behind. */
export function listed(found: FoundValue, records: RecordSource, reading: Reading): string {
  const { field, value } = found;
  const { target } = field;
  if (field.type !== "lookup" || value === null || !target) return written(found, reading);
  const ids = referredBy(value, field, reading);
  const named = ids.flatMap((id) => reading.resolve?.(target, id) ?? []);
  // Nothing rather than a wrong word while the records are still being read.
  if (named.length < ids.length && records.loaded(target)) named.push(t("mobile.record.elsewhere"));
  return named.join(", ");
}

/** Name a record by its title field. */
export function titleOf(lens: Lens, record: LocalRecord, reading: Reading): string {
  const field = lens.titleField(record.entity);
  const title = field ? written({ field, value: valueIn(record, field), holder: record }, reading) : "";
  return title || lens.text(lens.entity(record.entity)?.label);
}
