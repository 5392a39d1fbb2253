/**
 * Days taken together: the day with which a period begins, the next one, and how it is called.
 *
 * A week begins on Monday, here as in conditions and at the office. A day is `2026-11-21`.
 */
import { addDays, addMonths, weekday } from "../../expressions/calendar";
import type { ChartBlock } from "../../protocol";
import { unreachable } from "../../shared/unreachable";

export type Period = NonNullable<ChartBlock["period"]>;

/** Return the day with which the period of a day begins. */
export function startOf(day: string, period: Period): string {
  switch (period) {
    case "day":
      return day;
    case "week":
      return addDays(day, 1 - weekday(day)) ?? day;
    case "month":
      return `${day.slice(0, 8)}01`;
    case "year":
      return `${day.slice(0, 5)}01-01`;
    default:
      return unreachable(period);
  }
}

/** Return the beginning of a period that lies so many periods later; null beyond the calendar. */
export function moved(start: string, period: Period, by: number): string | null {
  switch (period) {
    case "day":
      return addDays(start, by);
    case "week":
      return addDays(start, 7 * by);
    case "month":
      return addMonths(start, by);
    case "year":
      return addMonths(start, 12 * by);
    default:
      return unreachable(period);
  }
}

/** Return the beginnings of all periods from one to another, the last `most` of them. */
export function between(first: string, last: string, period: Period, most: number): readonly string[] {
  const found: string[] = [];
  for (let at: string | null = last; at !== null && at >= first && found.length < most; ) {
    found.push(at);
    at = moved(at, period, -1);
  }
  return found.reverse();
}

const LOOKS = {
  day: { dateStyle: "medium" },
  week: { dateStyle: "medium" },
  month: { month: "short", year: "numeric" },
  year: { year: "numeric" },
} as const satisfies Record<Period, Intl.DateTimeFormatOptions>;

/** Write a period by its beginning: "Nov 2026"; a week is called by its Monday. */
export function periodLabel(start: string, period: Period, locale: string): string {
  return new Intl.DateTimeFormat(locale, { ...LOOKS[period], timeZone: "UTC" }).format(
    new Date(`${start}T00:00:00Z`),
  );
}
