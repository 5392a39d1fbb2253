/** Values that were entered when their field was of another type: shown as they are, never handed to the new type. */
import { describe, expect, it } from "vitest";
import { fits } from "../../../frontend/values/fitting";
import { compare, equal, format, searchText, toInput, valueTypes } from "../../../frontend/values/registry";
import type { FieldTypeId, Value } from "../../../frontend/values/types";

const READING = { locale: "en-GB", zone: "UTC" } as Parameters<typeof format>[2];
const OF_EACH: Readonly<Record<FieldTypeId, unknown>> = {
  text: "words",
  multi_line: "two\nlines",
  integer: 12,
  big_integer: "9007199254740993",
  decimal: "12.50",
  money: { amount: "12.50", currency: "EUR" },
  yes_no: true,
  date: "2026-11-22",
  date_time: "2026-11-22T10:00:00.000Z",
  choice: "open",
  lookup: "01900000-0000-7000-8000-000000000001",
  phone: "+46701234567",
  email: "ann@example.org",
  link: "https://example.org",
  barcode: "4006381333931",
  auto_number: "SO-000012",
  position: { lat: 59.33, lon: 18.06 },
  file: { blob: "x", name: "x.pdf", type: "application/pdf", size: 1, sha256: "" },
  signature: { blob: "x", name: "x.png", type: "image/png", size: 1, sha256: "" },
  image: { blob: "x", name: "x.jpg", type: "image/jpeg", size: 1, sha256: "" },
};
const TYPES = Object.keys(valueTypes) as FieldTypeId[];

describe("a value in a field of another type", () => {
  it.each(TYPES)("[MET-04] a value of %s fits its own field", (type) => {
    expect(fits(OF_EACH[type], { id: "x", type })).toBe(true);
  });

  it.each(TYPES)(
    "[MET-04] any value can be shown, ordered, compared and searched in a field of %s",
    (type) => {
      const field = { id: "x", type, choices: [] };

      for (const value of Object.values(OF_EACH) as Value[]) {
        if (fits(value, field)) continue;
        expect(format(value, field, READING)).not.toBe("");
        expect(toInput(value, field, READING)).not.toBe("");
        expect(searchText(value, field, READING)).not.toBe("");
        expect(compare(value, value, field, READING)).toBe(0);
        expect(equal(value, value, field)).toBe(true);
      }
    },
  );

  it("[MET-04] words in a number's field stand as they were entered", () => {
    expect(format("a dozen" as Value, { id: "x", type: "integer" }, READING)).toBe("a dozen");
    expect(format("soon" as Value, { id: "x", type: "date" }, READING)).toBe("soon");
  });
});
