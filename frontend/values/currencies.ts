/** The currencies that money may be in, with their scale of ISO 4217. */
import { currencyTable } from "./currency-table";

const scales = new Map(
  Object.entries(currencyTable).flatMap(([scale, codes]) =>
    codes.split(" ").map((code): [string, number] => [code, Number(scale)]),
  ),
);

/** Return the fractional digits of a currency; undefined when there is no such currency. */
export function currencyScale(code: unknown): number | undefined {
  return typeof code === "string" ? scales.get(code) : undefined;
}

/** All currency codes, in the order of the alphabet. */
export const currencyCodes: readonly string[] = [...scales.keys()].sort();
