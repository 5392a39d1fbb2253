/**
 * Days that are relative to today: which are meant, and on which day a moment falls for the user.
 *
 * A period is a first day and the day after its last one, either of which may be open.
 */
import type { Operator } from "./tree";

export type Period = Extract<
  Operator,
  "today" | "this-week" | "this-month" | "last-x-days" | "next-x-days" | "older-than-x-days"
>;

const DAY = 86_400_000;
/** No zone is further from UTC than this, nor was one ever. */
const FURTHEST = 26 * 3_600_000;

/**
 * Return the first day of a period ("" where it never began) and the first day after it (`2026-11-21`).
 *
 * A week begins on Monday. The last x days end with today, the next x begin with it.
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
    case "next-x-days":
      return [today, later(today, days)];
    case "older-than-x-days":
      return ["", later(today, -days)];
  }
}

/** Return the calendar day of a moment in a time zone. */
export function localDay(moment: string | number, timeZone: string): string {
  return formatOf(timeZone).format(new Date(moment)).padStart(10, "0");
}

/** Return the moment at which a day begins in a time zone (`2026-11-20T23:00:00.000Z`); "" begins with all time. */
export function beginningOf(day: string, timeZone: string): string {
  if (day === "") return "";
  const middle = Date.parse(`${day}T00:00:00Z`);
  let before = middle - FURTHEST;
  let after = middle + FURTHEST;
  while (after - before > 1) {
    const between = Math.floor((before + after) / 2);
    if (localDay(between, timeZone) < day) before = between;
    else after = between;
  }
  return new Date(after).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // The Swedish way of writing a date is the ISO one. The calendar is named: a phone may be set to another.
    format = new Intl.DateTimeFormat("sv-SE-u-ca-gregory", {
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
