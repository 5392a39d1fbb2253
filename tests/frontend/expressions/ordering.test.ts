import fc from "fast-check";
import { expect, it } from "vitest";
import { orderCodePoints, orderExact } from "../../../frontend/expressions/ordering";
import { compareExact, exactOf } from "../../../frontend/values/exact";

const exact = fc
  .tuple(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), fc.integer({ min: 0, max: 6 }))
  .map(([whole, scale]) => {
    const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
    const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
    return exactOf(`${whole < 0n ? "-" : ""}${text}`, scale).value ?? "0";
  });

it("[inv 24] exact decimals of any scale are ordered as numbers are", () => {
  fc.assert(
    fc.property(exact, exact, (a, b) => {
      expect(Math.sign(orderExact(a, b))).toBe(compareExact(a, b));
    }),
    { numRuns: 5000 },
  );
});

it("[inv 24] texts are ordered by code point, beyond 16 bits too", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"),
  });

  fc.assert(
    fc.property(text, text, (a, b) => {
      const [one, other] = [Buffer.from(a), Buffer.from(b)]; // UTF-8 keeps the order of code points
      expect(Math.sign(orderCodePoints(a, b))).toBe(Buffer.compare(one, other));
    }),
    { numRuns: 5000 },
  );
});
