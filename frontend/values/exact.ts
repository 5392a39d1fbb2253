/**
 * Exact decimals, as strings such as "12.50". Mirrors `backend/fields/exact.py`.
 *
 * Never a binary number. A value with more fractional digits than its scale is refused, not rounded; zeros that say
 * nothing do not count.
 */

import Big from "big.js";
import { numberFormat } from "../shared/kept-formats";
import { accepted, type Result, refused, type ValueProblem } from "./result";

export const DIGITS = 18;
const shape = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
const LONGEST = 60;

/** Read a decimal and bring it to exactly `scale` fractional digits. */
export function exactOf(wire: unknown, scale: number, digits = DIGITS): Result<string> {
  const found = typeof wire === "string" && wire.length <= LONGEST ? shape.exec(wire) : null;
  if (!found) return refused("value-not-a-number");
  const whole = (found[2] ?? "").replace(/^0+/, "");
  const fraction = (found[3] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) return refused("value-too-precise", { scale });
  if (whole.length + scale > digits) return refused("value-too-many-digits", { digits: digits - scale });
  const sign = whole || fraction ? found[1] : "";
  return accepted(`${sign}${whole || "0"}${scale ? `.${fraction.padEnd(scale, "0")}` : ""}`);
}

/** Compare a decimal with the limits of its field, which are wire values. */
export function outside(
  value: string,
  minimum: unknown,
  maximum: unknown,
): { problem: ValueProblem } | undefined {
  const given = (limit: unknown) => limit !== null && limit !== undefined;
  if (given(minimum) && new Big(value).lt(String(minimum))) {
    return refused("value-too-small", { minimum: String(minimum) });
  }
  if (given(maximum) && new Big(value).gt(String(maximum))) {
    return refused("value-too-large", { maximum: String(maximum) });
  }
  return undefined;
}

export function compareExact(a: string, b: string): number {
  return new Big(a).cmp(b);
}

/** Write an exact decimal by a number format: a string is formatted digit by digit, never through a float. */
export function formatExact(value: string, locale: string, options: Intl.NumberFormatOptions): string {
  return numberFormat(locale, options).format(value as Intl.StringNumericLiteral);
}

/** Write an exact decimal as it is typed: the locale's decimal sign, no grouping, a plain minus. */
export function typedExact(value: string, locale: string): string {
  const parts = numberFormat(locale).formatToParts(1.5);
  return value.replace(".", parts.find((part) => part.type === "decimal")?.value ?? ".");
}
