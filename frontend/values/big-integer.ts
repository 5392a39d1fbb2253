/**
 * A whole number of 64 bits: a string, for a JSON number would round it. Mirrors `backend/fields/big_integer.py`.
 */
import { numberFormat } from "../shared/kept-formats";
import { compareOrdered, type ValueType } from "./contract";
import { accepted, refused, type ValueProblem } from "./result";
import { plainNumber } from "./typed-number";

const LARGEST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);
const shape = /^(-?[0-9]+)(?:\.([0-9]+))?$/;
const LONGEST = 60;

export const bigInteger: ValueType<string> = {
  accept(wire, { minimum, maximum }) {
    if (wire === null || wire === undefined) return accepted<string>(null);
    const { value, problem } = wholeOf(wire);
    if (problem) return { problem };
    const least = wholeOf(minimum).value ?? LEAST;
    const most = wholeOf(maximum).value ?? LARGEST;
    if (value < least) return refused("value-too-small", { minimum: String(minimum) });
    if (value > most) return refused("value-too-large", { maximum: String(maximum) });
    return accepted(String(value));
  },
  parse(input, field, { locale }) {
    if (typeof input !== "string") return bigInteger.accept(input, field);
    return bigInteger.accept(input.trim() ? plainNumber(input, locale) : null, field);
  },
  toInput: (value) => value,
  format: (value, _field, { locale }) => numberFormat(locale).format(BigInt(value)),
  compare: (a, b) => compareOrdered(BigInt(a), BigInt(b)),
  equal: (a, b) => a === b,
  searchText: (value) => value,
};

function wholeOf(
  wire: unknown,
): { value: bigint; problem?: undefined } | { value?: undefined; problem: ValueProblem } {
  const text = Number.isSafeInteger(wire) ? BigInt(wire as number).toString() : wire;
  const found = typeof text === "string" && text.length <= LONGEST ? shape.exec(text) : null;
  if (!found?.[1]) return refused("value-not-a-number");
  if (/[1-9]/.test(found[2] ?? "")) return refused("value-not-whole");
  const value = BigInt(found[1]);
  if (value < LEAST || value > LARGEST) return refused("value-out-of-range", { limit: String(LARGEST) });
  return { value };
}
