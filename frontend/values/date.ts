/** A day of the calendar, in no time zone: "2026-11-21". A native date control holds the same. */
import { dateFormat } from "../shared/kept-formats";
import { compareOrdered, type ValueType } from "./contract";
import { accepted, type Result, refused } from "./result";
import type { FieldRule } from "./types";

/** Tell whether a text is a day from 0001-01-01 to 9999-12-31. */
export function isDay(text: string): boolean {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!found || found[1] === "0000") return false;
  const moment = new Date(`${text}T00:00:00Z`); // 31 February becomes March in some engines
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function accept(wire: unknown, { minimum, maximum }: FieldRule): Result<string> {
  if (wire === null || wire === undefined || wire === "") return accepted<string>(null);
  if (typeof wire !== "string" || !isDay(wire)) return refused("value-not-a-date");
  if (typeof minimum === "string" && wire < minimum) return refused("value-too-small", { minimum });
  if (typeof maximum === "string" && wire > maximum) return refused("value-too-large", { maximum });
  return accepted(wire);
}

export const date: ValueType<string> = {
  accept,
  parse: (input, field) => accept(typeof input === "string" ? input.trim() : input, field),
  toInput: (value) => value,
  format: (value, _field, { locale }) =>
    dateFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${value}T00:00:00Z`)),
  compare: compareOrdered,
  equal: (a, b) => a === b,
  searchText: (value, field, reading) => `${value} ${date.format(value, field, reading)}`,
};
