/**
 * What a field that records have may become: the types that its values can be converted to when it is published.
 *
 * Mirrors `backend/metadata/converters.py`; `tests/vectors/conversions.json` holds what both are.
 */
import type { Field } from "../protocol";
import type { FieldType } from "./field-looks";

const WRITTEN: readonly FieldType[] = ["text", "multi_line", "phone", "email", "link", "barcode"];
const FROM_WRITTEN: readonly FieldType[] = [
  ...WRITTEN,
  "integer",
  "big_integer",
  "decimal",
  "choice",
  "yes_no",
  "date",
  "date_time",
];
const TEXTS: readonly FieldType[] = ["text", "multi_line"];

const BECOMES: Partial<Record<FieldType, readonly FieldType[]>> = {
  ...Object.fromEntries(WRITTEN.map((type) => [type, FROM_WRITTEN])),
  integer: [...TEXTS, "big_integer", "decimal", "money", "yes_no"],
  big_integer: [...TEXTS, "integer", "decimal"],
  decimal: [...TEXTS, "integer", "big_integer", "money"],
  money: [...TEXTS, "integer", "decimal"],
  choice: TEXTS,
  yes_no: [...TEXTS, "integer"],
  date: [...TEXTS, "date_time"],
  date_time: [...TEXTS, "date"],
  auto_number: TEXTS,
};

/** Return the types that a published field may have from now on, its own among them. */
export function typesFor({ type }: Pick<Field, "type">): readonly FieldType[] {
  return [...new Set([type, ...(BECOMES[type] ?? [])])];
}
