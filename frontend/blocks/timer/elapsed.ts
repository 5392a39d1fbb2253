/**
 * The time between two moments, as a clock shows it and as it is said. Pure.
 */
import { beginningOf } from "../../expressions/periods";
import { formatList, formatNumber } from "../../shared/formats";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Return the moment that a date or a date and time stands for: a day's is its beginning; null for anything else. */
export function momentOf(value: unknown, timeZone: string): number | null {
  if (typeof value !== "string" || value === "") return null;
  const moment = Date.parse(value.length === 10 ? beginningOf(value, timeZone) : value);
  return Number.isNaN(moment) ? null : moment;
}

export interface Elapsed {
  readonly days: number;
  /** `2:13:45` */
  readonly clock: string;
}

export function elapsedOf(milliseconds: number): Elapsed {
  const whole = Math.max(0, Math.floor(milliseconds / SECOND)) * SECOND;
  const part = (unit: number, of: number) => String(Math.floor((whole % of) / unit)).padStart(2, "0");
  const hours = Math.floor((whole % DAY) / HOUR);
  return { days: Math.floor(whole / DAY), clock: `${hours}:${part(MINUTE, HOUR)}:${part(SECOND, MINUTE)}` };
}

/** Say it to the minute: "2 hours and 13 minutes". */
export function elapsedWords(milliseconds: number): string {
  const whole = Math.max(0, milliseconds);
  const parts = [
    ["day", Math.floor(whole / DAY)],
    ["hour", Math.floor((whole % DAY) / HOUR)],
    ["minute", Math.floor((whole % HOUR) / MINUTE)],
  ] as const;
  const said = parts.filter(([unit, count]) => count > 0 || (unit === "minute" && whole < HOUR));
  return formatList(
    said.map(([unit, count]) => formatNumber(count, { style: "unit", unit, unitDisplay: "long" })),
  );
}
