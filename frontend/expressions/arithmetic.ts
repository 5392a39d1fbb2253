/**
 * Exact arithmetic of rules: whole numbers, decimals and amounts of money, never a binary float.
 *
 * Each operation is computed exactly and its result rounded once, half-even, to 20 fractional digits. Null stands for
 * a missing value: a number grows beyond 30 digits before the point, something is divided by zero, currencies differ.
 * Whole numbers stay whole by themselves; which type a result has is known before anything is computed.
 */
import BigOfAll from "big.js";

export const Exact = BigOfAll();
Exact.DP = 20;
Exact.RM = BigOfAll.roundHalfEven;
export type Exact = BigOfAll;

/** So much of a currency. */
export interface Amount {
  readonly amount: Exact;
  readonly currency: string;
}

const LIMIT = new Exact("1e30");
const ZERO = new Exact(0);
const ONE = new Exact(1);

export function add(parts: readonly Exact[]): Exact | null {
  return kept(parts.reduce((sum, part) => sum.plus(part), ZERO));
}

export function subtract(first: Exact, second: Exact): Exact | null {
  return kept(first.minus(second));
}

export function multiply(parts: readonly Exact[]): Exact | null {
  return kept(parts.reduce((product, part) => product.times(part), ONE));
}

export function divide(first: Exact, second: Exact): Exact | null {
  return second.eq(ZERO) ? null : kept(first.div(second));
}

export function rounded(value: Exact, digits: number): Exact | null {
  return kept(value.round(digits, BigOfAll.roundHalfEven));
}

/** Compute with the amounts of one currency; null where there are several. */
export function inMoney(
  of: (amounts: readonly Exact[]) => Exact | null,
  parts: readonly Amount[],
): Amount | null {
  const currency = parts[0]?.currency ?? "";
  if (parts.some((part) => part.currency !== currency)) return null;
  return priced(of(parts.map(({ amount }) => amount)), currency);
}

/** Return so much of a currency. */
export function priced(amount: Exact | null, currency: string): Amount | null {
  return amount && { amount, currency };
}

/** Write a number with no more digits than it needs: `12.5`, `-3`, `0`. */
export function plain(value: Exact): string {
  return value.eq(ZERO) ? "0" : value.toFixed();
}

function kept(value: Exact): Exact | null {
  const result = value.round(20, BigOfAll.roundHalfEven);
  return result.abs().lt(LIMIT) ? result : null;
}
