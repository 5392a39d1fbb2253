/**
 * Days that are relative to today: which are meant, and on which day a moment falls for the user.
 */
import type { Operator } from "./tree";

export type Period = Extract<Operator, "today" | "this-week" | "this-month" | "last-x-days">;

const DAY = 86_400_000;

/**
 * Return the first day of a period and the first day after it (`2026-11-21`).
 *
 * A week begins on Monday. The last x days end with today.
 */
export function periodOf(op: Period, today: string, days: number): readonly [string, string] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  switch (op) {
    case "today":
      return [today, later(today, 1)];
    case "this-week": {
      const monday = later(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
      return [monday, later(monday, 7)];
    }
    case "this-month":
      return [dayOf(Date.UTC(year, month - 1, 1)), dayOf(Date.UTC(year, month, 1))];
    case "last-x-days":
      return [later(today, 1 - days), later(today, 1)];
  }
}

/** Return the calendar day of a moment in a time zone. */
export function localDay(moment: string | number, timeZone: string): string {
  return formatOf(timeZone).format(new Date(moment));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // The Swedish way of writing a date is the ISO one.
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(timeZone, format);
  }
  return format;
}

function later(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY);
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
