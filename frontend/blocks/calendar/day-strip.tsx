/**
 * A week of days: drawn aside, or moved by arrows, keys, months and a way back to today.
 *
 * One day is in the order of focus, the chosen one; keys move the choice and the focus with it.
 */
import { useEffect, useRef } from "preact/hooks";
import { addDays } from "../../expressions/calendar";
import { t } from "../../shared/messages";
import { IconButton } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { useBlocks } from "../context";
import { dayBy, firstWeekday, weekOf } from "./days";

interface DayStripProps {
  readonly day: string;
  readonly today: string;
  readonly countOf: (day: string) => number;
  /** The days that have records. */
  readonly days: ReadonlyMap<string, unknown>;
  /** The id of the heading that names it. */
  readonly label: string;
  readonly onChoose: (day: string) => void;
}

/** How far a finger goes before it draws the next week in. */
const DRAWN = 40;
const MOST_MONTHS = 24;

export function DayStrip({ day, today, countOf, days, label, onChoose }: DayStripProps) {
  const { reading } = useBlocks();
  const { locale } = reading;
  const strip = useRef<HTMLFieldSetElement>(null);
  const begun = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const byKey = useRef(false);
  const first = firstWeekday(locale);
  const week = weekOf(day, first);
  const mirrored = () => strip.current !== null && getComputedStyle(strip.current).direction === "rtl";
  const later = (by: number) => onChoose(addDays(day, by) ?? day);

  useEffect(() => {
    if (byKey.current) strip.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    byKey.current = false;
  }, [day]);

  function move(event: KeyboardEvent): void {
    const to =
      event.altKey || event.ctrlKey || event.metaKey ? undefined : dayBy(event.key, day, first, mirrored());
    if (to === undefined) return;
    event.preventDefault();
    byKey.current = true;
    onChoose(to);
  }

  function released(event: PointerEvent): void {
    const from = begun.current;
    begun.current = null;
    if (!from) return;
    const aside = event.clientX - from.x;
    if (Math.abs(aside) < DRAWN || Math.abs(aside) < 2 * Math.abs(event.clientY - from.y)) return;
    later(aside < 0 === mirrored() ? -7 : 7);
  }

  return (
    <div class="block-strip">
      <div class="block-strip-head">
        <p class="block-strip-month">{written(week[3] ?? day, locale, { month: "long", year: "numeric" })}</p>
        {day !== today && (
          <button class="ui-button ui-button-quiet" type="button" onClick={() => onChoose(today)}>
            {t("mobile.block.calendar.today")}
          </button>
        )}
        <Menu
          icon="calendar"
          label={t("mobile.block.calendar.month")}
          items={monthsOf(days, today, locale, onChoose)}
        />
        <IconButton
          icon="chevron-left"
          label={t("mobile.block.calendar.week_before")}
          onPress={() => later(-7)}
        />
        <IconButton
          icon="chevron-right"
          label={t("mobile.block.calendar.week_after")}
          onPress={() => later(7)}
        />
      </div>
      <fieldset
        ref={strip}
        class="block-strip-days"
        aria-labelledby={label}
        onKeyDown={move}
        onPointerDown={(event) => {
          begun.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerUp={released}
        onPointerCancel={() => {
          begun.current = null;
        }}
      >
        {week.map((one) => {
          const count = countOf(one);
          return (
            <button
              key={one}
              type="button"
              class="block-strip-day"
              tabIndex={one === day ? 0 : -1}
              aria-pressed={one === day}
              aria-current={one === today ? "date" : undefined}
              onClick={() => onChoose(one)}
            >
              <span class="ui-hidden">
                {t("mobile.block.calendar.day", {
                  day: written(one, locale, { weekday: "long", day: "numeric", month: "long" }),
                  count,
                })}
              </span>
              <span class="block-strip-weekday" aria-hidden="true">
                {written(one, locale, { weekday: "short" })}
              </span>
              <span class="block-strip-number" aria-hidden="true">
                {written(one, locale, { day: "numeric" })}
              </span>
              <span class={count > 0 ? "block-strip-mark" : "block-strip-none"} />
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}

function written(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** The months that have records, around today where there are too many, and this one. */
function monthsOf(
  days: ReadonlyMap<string, unknown>,
  today: string,
  locale: string,
  onChoose: (day: string) => void,
) {
  const here = today.slice(0, 7);
  const months = [...new Set([here, ...[...days.keys()].map((day) => day.slice(0, 7))])].sort();
  const at = Math.max(0, Math.min(months.indexOf(here) - MOST_MONTHS / 2, months.length - MOST_MONTHS));
  return months.slice(at, at + MOST_MONTHS).map((month) => ({
    id: month,
    label: written(`${month}-01`, locale, { month: "long", year: "numeric" }),
    onSelect: () => onChoose(month === here ? today : firstIn(days, month)),
  }));
}

function firstIn(days: ReadonlyMap<string, unknown>, month: string): string {
  const found = [...days.keys()].filter((day) => day.startsWith(month)).sort();
  return found[0] ?? `${month}-01`;
}
