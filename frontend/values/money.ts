/**
 * An amount in a currency, at the currency's own scale. While typed it is an amount as text with a currency, or only
 * the text, in the field's default currency.
 */
import { compareOrdered, type ValueType } from "./contract";
import { currencyScale } from "./currencies";
import { compareExact, DIGITS, exactOf, formatExact, outside, typedExact } from "./exact";
import { accepted, refused } from "./result";
import { plainNumber } from "./typed-number";
import type { Money } from "./types";

const STORED_SCALE = 4;

function isMoney(wire: unknown): wire is Record<keyof Money, unknown> {
  return (
    typeof wire === "object" &&
    wire !== null &&
    Object.keys(wire).length === 2 &&
    Object.hasOwn(wire, "amount") &&
    Object.hasOwn(wire, "currency")
  );
}

export const money: ValueType<Money> = {
  accept(wire, field) {
    if (wire === null || wire === undefined) return accepted<Money>(null);
    if (!isMoney(wire)) return refused("value-not-money");
    if (wire.amount === null || wire.amount === "") return accepted<Money>(null);
    const scale = currencyScale(wire.currency);
    if (scale === undefined) return refused("value-not-a-currency");
    const read = exactOf(wire.amount, scale, DIGITS - STORED_SCALE + scale);
    if (read.problem) return read;
    const amount = read.value ?? "0";
    return (
      outside(amount, field.minimum, field.maximum) ?? accepted({ amount, currency: String(wire.currency) })
    );
  },
  parse(input, field, { locale }) {
    const typed = typeof input === "string" ? { amount: input, currency: field.currency } : input;
    if (!isMoney(typed) || typeof typed.amount !== "string") return money.accept(typed, field);
    const amount = typed.amount.trim() && plainNumber(typed.amount, locale);
    return money.accept({ amount, currency: typed.currency }, field);
  },
  toInput: (value, _field, { locale }) => typedExact(value.amount, locale),
  format(value, _field, { locale }) {
    const digits = currencyScale(value.currency) ?? 2;
    return formatExact(value.amount, locale, {
      style: "currency",
      currency: value.currency,
      minimumFractionDigits: digits, // CLDR's digits differ from ISO's for some
      maximumFractionDigits: digits,
    });
  },
  compare: (a, b) => compareOrdered(a.currency, b.currency) || compareExact(a.amount, b.amount),
  equal: (a, b) => a.currency === b.currency && compareExact(a.amount, b.amount) === 0,
  searchText: (value) => `${value.amount} ${value.currency}`,
};
