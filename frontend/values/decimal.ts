/** An exact number with a fixed count of fractional digits: a string, at most 18 digits in all. */
import type { ValueType } from "./contract";
import { compareExact, exactOf, formatExact, outside, typedExact } from "./exact";
import { accepted } from "./result";
import { plainNumber } from "./typed-number";
import type { FieldRule } from "./types";

const scaleOf = (field: FieldRule) => field.scale ?? 2;

export const decimal: ValueType<string> = {
  accept(wire, field) {
    if (wire === null || wire === undefined) return accepted<string>(null);
    const read = exactOf(wire, scaleOf(field));
    return (read.value && outside(read.value, field.minimum, field.maximum)) || read;
  },
  parse(input, field, { locale }) {
    if (typeof input !== "string") return decimal.accept(input, field);
    return decimal.accept(input.trim() ? plainNumber(input, locale) : null, field);
  },
  toInput: (value, _field, { locale }) => typedExact(value, locale),
  format(value, field, { locale }) {
    const digits = scaleOf(field);
    return formatExact(value, locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  },
  compare: compareExact,
  equal: (a, b) => compareExact(a, b) === 0,
  searchText: (value) => value,
};
