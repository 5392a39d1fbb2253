/**
 * What number fields of many records come to: counted and added up exactly. Mirrors `backend/records/figures.py`.
 *
 * Missing values count for nothing. Amounts of money are added within one currency; of several there is no figure.
 */
import { add, divide, Exact } from "../../expressions/arithmetic";
import type { Measure } from "../../protocol";
import { isObject } from "../../shared/json";
import { unreachable } from "../../shared/unreachable";

/** What a measure comes to: `none` where no record has a value, `mixed` where there are several currencies. */
export type Figure =
  | { readonly kind: "value"; readonly value: Exact; readonly currency: string | null }
  | { readonly kind: "none" }
  | { readonly kind: "mixed" };

export const NO_FIGURE: Figure = { kind: "none" };

const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/** One measure over the records that have been told so far. */
export class Tally {
  #count = 0;
  #sum = new Exact(0);
  #least: Exact | null = null;
  #greatest: Exact | null = null;
  #currency: string | null = null;
  #mixed = false;

  constructor(private readonly of: Measure["of"]) {}

  /** Take the value that one record has; a count takes any. */
  take(value: unknown): void {
    if (this.of === "count") {
      this.#count += 1;
      return;
    }
    const money = isObject(value) && "amount" in value ? value : null;
    const number = exactly(money ? money.amount : value);
    if (!number) return;
    if (money) this.#spend(String(money.currency));
    this.#count += 1;
    if (this.#mixed) return;
    if (this.of === "least") this.#least = !this.#least || number.lt(this.#least) ? number : this.#least;
    else if (this.of === "greatest")
      this.#greatest = !this.#greatest || number.gt(this.#greatest) ? number : this.#greatest;
    else this.#sum = this.#sum.plus(number);
  }

  get figure(): Figure {
    if (this.#mixed) return { kind: "mixed" };
    const value = this.#value();
    return value ? { kind: "value", value, currency: this.#currency } : NO_FIGURE;
  }

  #spend(currency: string): void {
    if (this.#currency !== null && this.#currency !== currency) this.#mixed = true;
    this.#currency = currency;
  }

  #value(): Exact | null {
    switch (this.of) {
      case "count":
        return new Exact(this.#count);
      case "sum":
        return this.#count > 0 ? add([this.#sum]) : null;
      case "average":
        return divide(this.#sum, new Exact(this.#count));
      case "least":
        return this.#least;
      case "greatest":
        return this.#greatest;
      default:
        return unreachable(this.of);
    }
  }
}

/** Read a number as it travels; null for anything else. */
function exactly(value: unknown): Exact | null {
  if (typeof value === "number") return Number.isFinite(value) ? new Exact(String(value)) : null;
  return typeof value === "string" && NUMBER.test(value) ? new Exact(value) : null;
}

/** Return the one currency of some figures: null where they have none, undefined where they have several. */
export function oneCurrency(figures: readonly Figure[]): string | null | undefined {
  const found = new Set(figures.flatMap((one) => (one.kind === "value" ? [one.currency] : [])));
  if (found.size > 1 || figures.some(({ kind }) => kind === "mixed")) return undefined;
  return [...found][0] ?? null;
}
