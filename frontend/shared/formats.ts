/**
 * Numbers, dates and sizes as the reader's region writes them.
 *
 * The locale is the region (`en-SE` writes 1 234,5), the language of the words is in messages.ts. Every function
 * reads the locale signal, so a component that formats is drawn again when it changes. Dates without a time are
 * calendar days and know no time zone.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { dateFormat, keptFormat, numberFormat } from "./kept-formats";
import { language, t } from "./messages";

const chosen = signal<string | undefined>(undefined);

/** The region's locale: the one chosen, or the browser's when it speaks our language, or the language alone. */
export const locale: ReadonlySignal<string> = computed(() => {
  if (chosen.value) return chosen.value;
  const spoken = language.value.split("-", 1)[0] ?? "en";
  const own = globalThis.navigator?.languages ?? [];
  return own.find((code) => code.split("-", 1)[0] === spoken) ?? spoken;
});

/** Write numbers and dates as this region does; undefined follows the browser. */
export function chooseLocale(code: string | undefined): void {
  chosen.value = code && Intl.getCanonicalLocales(code)[0];
}

export function formatNumber(value: number | bigint, options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(locale.value, options).format(value);
}

/** Write an amount of money; the currency (`EUR`) decides the number of decimals. */
export function formatMoney(value: number, currency: string): string {
  return numberFormat(locale.value, { style: "currency", currency }).format(value);
}

/** Write a share (0.25) as a percentage. */
export function formatPercent(value: number, decimals = 0): string {
  return numberFormat(locale.value, { style: "percent", maximumFractionDigits: decimals }).format(value);
}

/** Write a calendar day (`2026-11-21`). */
export function formatDay(day: string, style: "short" | "medium" | "long" = "medium"): string {
  return dateFormat(locale.value, { dateStyle: style, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** Write a moment's day in the reader's time zone, or the one given. */
export function formatDate(moment: Date | number, timeZone?: string): string {
  return dateFormat(locale.value, { dateStyle: "medium", ...(timeZone && { timeZone }) }).format(moment);
}

/** Write a moment's hour and minute. */
export function formatTime(moment: Date | number): string {
  return dateFormat(locale.value, { timeStyle: "short" }).format(moment);
}

export function formatDateTime(moment: Date | number, timeZone?: string): string {
  return dateFormat(locale.value, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(timeZone && { timeZone }),
  }).format(moment);
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Say how long ago (or how far ahead) a moment is: "just now", "5 minutes ago", "yesterday". */
export function formatAge(moment: Date | number, now: Date | number): string {
  const seconds = (Number(moment) - Number(now)) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return t("ui.just_now");
  const code = language.value;
  const style = { numeric: "auto" } as const;
  const format = keptFormat("age", code, style, () => new Intl.RelativeTimeFormat(code, style));
  return format.format(Math.trunc(seconds / step[1]), step[0]);
}

const SIZES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Write a number of bytes in the unit that a person would choose: "464 bytes", "820 kB", "4.2 MB"; on one line. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let step = 0;
  while (step < SIZES.length - 1 && size >= 999.5) {
    size /= 1000;
    step += 1;
  }
  const decimals = step >= 2 && size < 100 ? 1 : 0;
  return numberFormat(locale.value, {
    style: "unit",
    unit: SIZES[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: decimals,
  })
    .format(size)
    .replace(" ", "\u00a0");
}

/** Join names as the language does: "Ana, Bo and Cem". */
export function formatList(items: readonly string[]): string {
  const code = language.value;
  const all = { type: "conjunction" } as const;
  return keptFormat("list", code, all, () => new Intl.ListFormat(code, all)).format(items);
}
