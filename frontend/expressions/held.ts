/**
 * What becomes of a computed value in the field that holds it: brought to the field's digits, half-even, and then read
 * like any value that is sent. What the field cannot hold is missing. Mirrors `backend/expressions/held.py`.
 */
import { isObject } from "../shared/json";
import { currencyScale } from "../values/currencies";
import { accept } from "../values/registry";
import type { FieldRule } from "../values/types";
import { Exact, plain, rounded } from "./arithmetic";

/** Return a value as its field holds it; null where it cannot. */
export function held(value: unknown, field: FieldRule): unknown {
  if (value === null) return null;
  return accept(fitted(value, field), { ...field, minimum: null, maximum: null }).value ?? null;
}

function fitted(value: unknown, field: FieldRule): unknown {
  if (field.type === "decimal") return withDigits(value, field.scale ?? 2);
  if (field.type !== "money" || !isObject(value)) return value;
  return { ...value, amount: withDigits(value.amount, currencyScale(value.currency) ?? 0) };
}

function withDigits(number: unknown, digits: number): string | null {
  const value = rounded(new Exact(number as string | number), digits);
  return value && plain(value);
}
