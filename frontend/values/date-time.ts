/**
 * A moment in UTC, to the millisecond: "2026-11-21T18:08:23.798Z".
 *
 * A native control holds wall-clock time (`2026-11-21T19:08`) in the user's zone. A time that the clock skips in
 * spring becomes the one an hour later; one that comes twice in autumn is the first.
 */
import { dateFormat } from "../shared/kept-formats";
import { compareOrdered, type ValueType } from "./contract";
import { isDay } from "./date";
import { accepted, type Result, refused } from "./result";
import type { FieldRule } from "./types";

const shape =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.([0-9]{1,3}))?Z$/;
const typed = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?$/;

/** Return a moment in its canonical form; null when it is none. */
export function canonicalMoment(wire: unknown): string | null {
  const found = typeof wire === "string" ? shape.exec(wire) : null;
  return found?.[1] && isDay(found[1]) ? `${found[1]}T${found[2]}.${(found[3] ?? "").padEnd(3, "0")}Z` : null;
}

function accept(wire: unknown, field: FieldRule): Result<string> {
  if (wire === null || wire === undefined || wire === "") return accepted<string>(null);
  const value = canonicalMoment(wire);
  if (value === null) return refused("value-not-a-time");
  const minimum = canonicalMoment(field.minimum);
  const maximum = canonicalMoment(field.maximum);
  if (minimum && value < minimum) return refused("value-too-small", { minimum: String(field.minimum) });
  if (maximum && value > maximum) return refused("value-too-large", { maximum: String(field.maximum) });
  return accepted(value);
}

/** Return the wall-clock time of a moment in a zone, as `2026-11-21T19:08:23`. */
function wallClock(moment: number, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...{
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    },
    ...{ hourCycle: "h23", timeZone },
  }).formatToParts(moment);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  return `${day}T${part("hour")}:${part("minute")}:${part("second")}`;
}

/** Return the moment at which the clocks of a zone show a time, given as if it were UTC. */
function momentOf(asUtc: number, timeZone: string | undefined): number {
  const offset = (moment: number) => {
    const whole = Math.floor(moment / 1000) * 1000;
    return Date.parse(`${wallClock(whole, timeZone)}Z`) - whole;
  };
  const day = 86_400_000;
  const before = offset(asUtc - day);
  const after = offset(asUtc + day);
  const first = asUtc - before; // right unless the clock was changed already
  return offset(first) === before ? first : offset(asUtc - after) === after ? asUtc - after : first;
}

export const dateTime: ValueType<string> = {
  accept,
  parse(input, field, { timeZone }) {
    const text = typeof input === "string" ? input.trim() : input;
    if (typeof text !== "string" || !typed.test(text)) return accept(text, field);
    const asUtc = Date.parse(`${text}Z`);
    if (Number.isNaN(asUtc) || !isDay(text.slice(0, 10))) return refused("value-not-a-time");
    return accept(new Date(momentOf(asUtc, timeZone)).toISOString(), field);
  },
  toInput: (value, _field, { timeZone }) => wallClock(Date.parse(value), timeZone).slice(0, 16),
  format: (value, _field, { locale, timeZone }) =>
    dateFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(value)),
  compare: compareOrdered,
  equal: (a, b) => a === b,
  searchText: (value, field, reading) => `${value.slice(0, 10)} ${dateTime.format(value, field, reading)}`,
};
