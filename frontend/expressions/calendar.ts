/**
 * Arithmetic on days and moments in rules. Null where a result leaves the calendar, years 1 to 9999.
 *
 * A day is `2026-11-21`, a moment `2026-11-21T18:08:23.798Z`; what is done to the day of either is the same.
 */
import { localDay } from "./periods";

const DAY = 86_400_000;
const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const END = Date.parse("9999-12-31T23:59:59.999Z");

/** Move a day by days, or a moment by as many times 24 hours. */
export function addDays(start: string, days: number): string | null {
  return writtenAs(start, momentOf(start) + days * DAY);
}

/** Move a day, or a moment in UTC, by months; a day that the month lacks becomes its last one. */
export function addMonths(start: string, months: number): string | null {
  const at = new Date(momentOf(start));
  const place = at.getUTCFullYear() * 12 + at.getUTCMonth() + months;
  const year = Math.floor(place / 12);
  if (year < 1 || year > 9999) return null;
  const month = place - year * 12;
  const last = new Date(0);
  last.setUTCFullYear(year, month + 1, 0);
  at.setUTCFullYear(year, month, Math.min(at.getUTCDate(), last.getUTCDate()));
  return writtenAs(start, at.getTime());
}

/** Count the days from the first day to the second. */
export function daysBetween(first: string, second: string): number {
  return Math.round((momentOf(second) - momentOf(first)) / DAY);
}

/** Return the day of the week: 1 for Monday to 7 for Sunday. */
export function weekday(day: string): number {
  return new Date(momentOf(day)).getUTCDay() || 7;
}

/** Return the day of a moment in a time zone; null beyond the calendar's first and last day. */
export function dayIn(moment: string, timeZone: string): string | null {
  const day = localDay(moment, timeZone);
  // The year before the first is called 1 as well, of the other era.
  if (day.length > 10 || (day.startsWith("0001-12") && moment < "0001-06")) return null;
  return day;
}

function momentOf(start: string): number {
  return Date.parse(start.length === 10 ? `${start}T00:00:00.000Z` : start);
}

function writtenAs(start: string, moment: number): string | null {
  if (!(moment >= FIRST && moment <= END)) return null;
  const text = new Date(moment).toISOString();
  return start.length === 10 ? text.slice(0, 10) : text;
}
