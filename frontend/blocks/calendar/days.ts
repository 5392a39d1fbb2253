/**
 * The strip of days: its weeks as the reader's region begins them, and how the keyboard moves in it. Pure.
 */
import { addDays, addMonths, weekday } from "../../expressions/calendar";

const MONDAY = 1;

/** `Intl.Locale` as newer browsers have it. */
interface Weeks {
  readonly getWeekInfo?: () => { readonly firstDay: number };
  readonly weekInfo?: { readonly firstDay: number };
}

/** Return the day of the week that a week begins with in a region: 1 for Monday to 7 for Sunday. */
export function firstWeekday(locale: string): number {
  const known: Weeks = new Intl.Locale(locale) as Weeks;
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? MONDAY;
}

/** Return the seven days of the week that a day is in. */
export function weekOf(day: string, first: number): readonly string[] {
  const begin = addDays(day, -((weekday(day) - first + 7) % 7)) ?? day;
  return Array.from({ length: 7 }, (_, at) => addDays(begin, at) ?? day);
}

/**
 * Return the day that a key leads to; undefined for a key that leads nowhere.
 *
 * @param mirrored the days run from right to left
 */
export function dayBy(key: string, day: string, first: number, mirrored: boolean): string | undefined {
  const week = weekOf(day, first);
  const onward = mirrored ? -1 : 1;
  const moves: Readonly<Record<string, () => string | null | undefined>> = {
    ArrowRight: () => addDays(day, onward),
    ArrowLeft: () => addDays(day, -onward),
    ArrowDown: () => addDays(day, 7),
    ArrowUp: () => addDays(day, -7),
    PageDown: () => addMonths(day, 1),
    PageUp: () => addMonths(day, -1),
    Home: () => week[0],
    End: () => week[6],
  };
  return moves[key]?.() ?? undefined;
}

/** Return the next of some days after a day, else the last before it; undefined where there is no other. */
export function nearest(days: Iterable<string>, day: string): string | undefined {
  let after: string | undefined;
  let before: string | undefined;
  for (const one of days) {
    if (one > day && (after === undefined || one < after)) after = one;
    if (one < day && (before === undefined || one > before)) before = one;
  }
  return after ?? before;
}
