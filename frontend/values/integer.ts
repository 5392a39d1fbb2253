/** A whole number that a JSON number carries exactly. */
import { numberFormat } from "../shared/kept-formats";
import { compareOrdered, type ValueType } from "./contract";
import { accepted, refused } from "./result";
import { plainNumber } from "./typed-number";

const LIMIT = Number.MAX_SAFE_INTEGER;

export const integer: ValueType<number> = {
  accept(wire, field) {
    if (wire === null || wire === undefined) return accepted<number>(null);
    if (typeof wire !== "number" || !Number.isFinite(wire)) return refused("value-not-a-number");
    if (!Number.isInteger(wire)) return refused("value-not-whole");
    if (Math.abs(wire) > LIMIT) return refused("value-out-of-range", { limit: String(LIMIT) });
    const { minimum, maximum } = field;
    if (typeof minimum === "number" && wire < minimum) return refused("value-too-small", { minimum });
    if (typeof maximum === "number" && wire > maximum) return refused("value-too-large", { maximum });
    return accepted(wire || 0); // never minus zero
  },
  parse(input, field, { locale }) {
    if (typeof input !== "string") return integer.accept(input, field);
    if (!input.trim()) return accepted<number>(null);
    const plain = plainNumber(input, locale);
    return /^-?[0-9]+(?:\.[0-9]+)?$/.test(plain)
      ? integer.accept(Number(plain), field)
      : refused("value-not-a-number");
  },
  toInput: (value) => String(value),
  format: (value, _field, { locale }) => numberFormat(locale).format(value),
  compare: compareOrdered,
  equal: (a, b) => a === b,
  searchText: (value) => String(value),
};
