/**
 * The field types there are, and what can be done with a value of any field.
 *
 * Adding one is a module here and a line below, and the same on the server; a test compares the two lists. Empty
 * values are dealt with here: they are written as "", come first in an order, and equal only each other.
 */
import { same } from "../shared/json";
import { autoNumber } from "./auto-number";
import { barcode } from "./barcode";
import { bigInteger } from "./big-integer";
import { choice } from "./choice";
import { compareOrdered, type ValueType } from "./contract";
import { date } from "./date";
import { dateTime } from "./date-time";
import { decimal } from "./decimal";
import { email } from "./email";
import { file } from "./file";
import { asEntered, fits } from "./fitting";
import { image } from "./image";
import { integer } from "./integer";
import { link } from "./link";
import { lookup } from "./lookup";
import { money } from "./money";
import { multiLine } from "./multi-line";
import { phone } from "./phone";
import { position } from "./position";
import { type Result, refused, type ValueProblem } from "./result";
import { text } from "./text";
import type { FieldRule, FieldTypeId, Filled, Reading, Value } from "./types";
import { yesNo } from "./yes-no";

export const valueTypes: Readonly<Record<FieldTypeId, ValueType>> = {
  text,
  multi_line: multiLine,
  integer,
  big_integer: bigInteger,
  decimal,
  money,
  yes_no: yesNo,
  date,
  date_time: dateTime,
  choice,
  lookup,
  phone,
  email,
  link,
  barcode,
  auto_number: autoNumber,
  image,
  file,
  signature: image,
  position,
};

/** Read a wire value and bring it to its canonical form, as the server would. */
export function accept(wire: unknown, field: FieldRule): Result<Filled> {
  return valueTypes[field.type].accept(wire, field);
}

/** Read what a control holds. Whether the field must be filled is asked by `validate`, when the form is submitted. */
export function parse(input: unknown, field: FieldRule, reading: Reading): Result<Filled> {
  return valueTypes[field.type].parse(input, field, reading);
}

/** Say what is wrong with a value of a whole record; null when nothing is. */
export function validate(value: unknown, field: FieldRule): ValueProblem | null {
  const read = accept(value, field);
  if (read.problem) return read.problem;
  return read.value === null && field.required ? refused("value-required").problem : null;
}

/** Write a value for reading; "" when empty. */
export function format(value: Value, field: FieldRule, reading: Reading): string {
  if (value === null) return "";
  return fits(value, field) ? valueTypes[field.type].format(value, field, reading) : asEntered(value);
}

/** Write what a control shows when editing begins; "" when empty. */
export function toInput(value: Value, field: FieldRule, reading: Reading): string {
  if (value === null) return "";
  return fits(value, field) ? valueTypes[field.type].toInput(value, field, reading) : asEntered(value);
}

/** Order two values of one field; empty ones come first. */
export function compare(a: Value, b: Value, field: FieldRule, reading: Reading): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (!fits(a, field) || !fits(b, field)) return compareOrdered(asEntered(a), asEntered(b));
  return valueTypes[field.type].compare(a, b, field, reading);
}

/** Tell whether two values mean the same, so that replacing one by the other changes nothing. */
export function equal(a: Value, b: Value, field: FieldRule): boolean {
  if (a === null || b === null) return a === b;
  if (!fits(a, field) || !fits(b, field)) return same(a, b);
  return valueTypes[field.type].equal(a, b);
}

/** Return the words that a search finds a value by; fold them with `searchKey`. */
export function searchText(value: Value, field: FieldRule, reading: Reading): string {
  if (value === null) return "";
  return fits(value, field) ? valueTypes[field.type].searchText(value, field, reading) : asEntered(value);
}
