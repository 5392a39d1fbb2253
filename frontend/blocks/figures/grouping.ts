/**
 * What records are taken together by: the group that a value belongs to, what it is called, and the order of groups.
 */
import { dayIn } from "../../expressions/calendar";
import { KEYED } from "../../expressions/leaves";
import type { Choice, Field } from "../../protocol";
import { compareTexts } from "../../values/contract";
import { isDay } from "../../values/date";
import { equalKey } from "../../values/fold";
import { format } from "../../values/registry";
import type { Reading, Value } from "../../values/types";
import { type Period, periodLabel, startOf } from "./periods";

/** What tells groups apart; null is the group of records without a value. */
export type Key = string | number | boolean | null;

export interface Grouping {
  readonly field: Field;
  /** How days are taken together; null for what is no date. */
  readonly period: Period | null;
  /** The order of the groups says something: days, choices, yes and no. */
  readonly ordered: boolean;
  readonly keyOf: (value: unknown) => Key;
  /** Name a group by the value of one of its records. */
  readonly labelOf: (value: unknown, reading: Reading) => string;
  readonly compare: (a: Labelled, b: Labelled, reading: Reading) => number;
}

export interface Labelled {
  readonly key: Key;
  readonly label: string;
}

/** Dates of which no period is said are taken together by month. */
const OTHERWISE: Period = "month";

/** Group by a field; what holds several values is grouped by each of them. */
export function groupingBy(of: Field, period: Period | null | undefined, timeZone: string): Grouping {
  const field = of.several ? { ...of, several: false } : of;
  if (field.type === "date" || field.type === "date_time")
    return byDate(field, period ?? OTHERWISE, timeZone);
  if (field.type === "choice") return byChoice(field);
  const plain = { field, period: null, labelOf: labelled(field) };
  if (field.type === "yes_no") {
    return { ...plain, ordered: true, keyOf, compare: missingLast(({ key }, other) => +!key - +!other.key) };
  }
  const keyed = KEYED.has(field.type) ? textKey : keyOf;
  const byLabel: Grouping["compare"] = ({ label }, other, reading) =>
    compareTexts(label, other.label, reading);
  return { ...plain, ordered: false, keyOf: keyed, compare: missingLast(byLabel) };
}

function byDate(field: Field, period: Period, timeZone: string): Grouping {
  const start = (value: unknown) => {
    const day = dayOf(value, timeZone);
    return day && startOf(day, period);
  };
  return {
    field,
    period,
    ordered: true,
    keyOf: start,
    labelOf(value, { locale }) {
      const found = start(value);
      return found ? periodLabel(found, period, locale) : "";
    },
    compare: missingLast(({ key }, other) => (String(key) < String(other.key) ? -1 : 1)),
  };
}

/** The user's day of a date or a moment; null for what a field of another type has left behind. */
function dayOf(value: unknown, timeZone: string): string | null {
  if (typeof value !== "string") return null;
  if (value.length <= 10) return isDay(value) ? value : null;
  return Number.isNaN(Date.parse(value)) ? null : dayIn(value, timeZone);
}

function byChoice(field: Field): Grouping {
  const places = new Map(field.choices.map(({ id }: Choice, at) => [id, at]));
  const place = (key: Key) => places.get(String(key)) ?? places.size;
  return {
    field,
    period: null,
    ordered: true,
    keyOf,
    labelOf: labelled(field),
    compare: missingLast(
      (a, b, reading) => place(a.key) - place(b.key) || compareTexts(a.label, b.label, reading),
    ),
  };
}

function keyOf(value: unknown): Key {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as Key);
}

function textKey(value: unknown): Key {
  return typeof value === "string" ? equalKey(value) : keyOf(value);
}

/** A record that may not be named has no label. */
function labelled(field: Field): Grouping["labelOf"] {
  if (field.type === "lookup") return (value, { resolve }) => resolve?.(field.target, String(value)) ?? "";
  return (value, reading) => format((value ?? null) as Value, field, reading);
}

function missingLast(compare: Grouping["compare"]): Grouping["compare"] {
  return (a, b, reading) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return compare(a, b, reading);
  };
}
