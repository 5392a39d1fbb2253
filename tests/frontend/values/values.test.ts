/** What people type and read: locales, zones, labels, orders, search. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Choice } from "../../../frontend/protocol";
import { provisional } from "../../../frontend/values/auto-number";
import { offered } from "../../../frontend/values/choice";
import { currencyCodes, currencyScale } from "../../../frontend/values/currencies";
import { pictureProblem } from "../../../frontend/values/image";
import { dialled } from "../../../frontend/values/phone";
import {
  accept,
  compare,
  equal,
  format,
  parse,
  searchText,
  toInput,
  validate,
} from "../../../frontend/values/registry";
import { plainNumber } from "../../../frontend/values/typed-number";
import type { FieldRule, FieldTypeId, Reading, Value } from "../../../frontend/values/types";

const en: Reading = { locale: "en-GB", timeZone: "Europe/London", words: { yes: "Yes", no: "No" } };
const sv: Reading = { locale: "sv-SE", timeZone: "Europe/Stockholm", words: { yes: "Ja", no: "Nej" } };
const field = (type: FieldTypeId, rest: Partial<FieldRule> = {}): FieldRule => ({ id: "it", type, ...rest });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ").replace(/\u2212/g, "-");

describe("[APP-19] a number as it is typed", () => {
  it.each([
    ["12,50", "sv-SE", "12.50"],
    ["12.50", "sv-SE", "12.50"],
    ["1 234,5", "sv-SE", "1234.5"],
    ["1\u00a0234\u00a0567,5", "sv-SE", "1234567.5"],
    ["1.234,5", "sv-SE", "1234.5"],
    ["\u22125", "sv-SE", "-5"],
    ["1.234", "sv-SE", "1.234"],
    ["1,234", "sv-SE", "1.234"],
    ["12,50", "en-GB", "12.50"],
    ["1,234", "en-GB", "1234"],
    ["1,234.50", "en-GB", "1234.50"],
    ["1,234,567", "en-GB", "1234567"],
    ["1.234", "de-DE", "1234"],
    ["12.5", "de-DE", "12.5"],
    ["1.234.567,89", "de-DE", "1234567.89"],
    ["1’234.50", "de-CH", "1234.50"],
    [",5", "sv-SE", "0.5"],
    ["-,5", "sv-SE", "-0.5"],
    ["5,", "sv-SE", "5"],
    ["+7", "sv-SE", "7"],
  ])("%s in %s is %s", (typed, locale, expected) => {
    expect(plainNumber(typed, locale)).toBe(expected);
  });

  it.each([",", "-", "1,2,3", "1,23,456.7.8", "12a", "1e5", "--1", "1.2.3,4", "٣"])(
    "%s is refused rather than guessed",
    (typed) => {
      expect(parse(typed, field("decimal"), sv).problem?.code).toBe("value-not-a-number");
      expect(parse(typed, field("integer"), en).problem?.code).toBe("value-not-a-number");
    },
  );
});

describe("parse", () => {
  it.each<[FieldTypeId, unknown, Value, Reading]>([
    ["text", "  Ha\u030akan ", "Håkan", en],
    ["integer", " 1 234 ", 1234, sv],
    ["integer", "", null, en],
    ["integer", "3,0", 3, sv],
    ["big_integer", "9 007 199 254 740 993", "9007199254740993", sv],
    ["big_integer", " ", null, sv],
    ["decimal", "12,5", "12.50", sv],
    ["decimal", "  ", null, sv],
    ["money", { amount: "1 200,5", currency: "SEK" }, { amount: "1200.50", currency: "SEK" }, sv],
    ["money", { amount: " ", currency: "SEK" }, null, sv],
    ["yes_no", true, true, en],
    ["date", "2026-11-21", "2026-11-21", sv],
    ["date_time", "2026-11-21T19:08", "2026-11-21T18:08:00.000Z", sv],
    ["date_time", "2026-07-01T12:00:30", "2026-07-01T10:00:30.000Z", sv],
    ["date_time", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z", sv],
    ["date_time", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z", sv],
    ["date_time", "2026-10-25T03:30", "2026-10-25T02:30:00.000Z", sv],
    ["date_time", "2026-11-21T19:08", "2026-11-21T19:08:00.000Z", en],
    ["date_time", "2026-11-21T19:08", "2026-11-22T00:08:00.000Z", { ...en, timeZone: "America/New_York" }],
    ["date_time", "", null, sv],
    ["link", "example.com", "https://example.com", en],
    ["position", { lat: "59,3293", lon: "-18.06" }, { lat: 59.3293, lon: -18.06 }, sv],
    ["position", { lat: " ", lon: "" }, null, sv],
  ])("%s reads %j", (type, input, expected, reading) => {
    expect(parse(input, field(type), reading)).toStrictEqual({ value: expected });
  });

  it("an amount typed alone is in the field's currency", () => {
    expect(parse("12,5", field("money", { currency: "EUR" }), sv).value).toEqual({
      amount: "12.50",
      currency: "EUR",
    });
    expect(parse("12,5", field("money"), sv).problem?.code).toBe("value-not-a-currency");
  });

  it("a half whole number is refused and not rounded", () => {
    expect(parse("3,5", field("integer"), sv).problem?.code).toBe("value-not-whole");
    expect(parse("9007199254740993", field("integer"), en).problem?.code).toBe("value-out-of-range");
    expect(parse("1,005", field("decimal"), sv).problem?.code).toBe("value-too-precise");
  });

  it("an empty required field is a problem when the form is submitted, not while typing", () => {
    const required = field("text", { required: true });

    expect(parse(" ", required, en)).toStrictEqual({ value: null });
    expect(validate(null, required)?.code).toBe("value-required");
  });
});

describe("format", () => {
  const choices: Choice[] = [
    { id: "open", label: { en: "Open", sv: "Öppen" }, colour: null, retired: false },
    { id: "gone", label: { en: "Gone" }, colour: null, retired: true },
  ];
  it.each<[FieldRule, Value, Reading, string]>([
    [field("integer"), 1234567, sv, "1 234 567"],
    [field("integer"), -5, en, "-5"],
    [field("big_integer"), "9007199254740993", sv, "9 007 199 254 740 993"],
    [field("decimal"), "1234.50", sv, "1 234,50"],
    [field("decimal", { scale: 10 }), "99999999.9999999999", en, "99,999,999.9999999999"],
    [field("decimal", { scale: 0 }), "999999999999999999", en, "999,999,999,999,999,999"],
    [field("money"), { amount: "1200.50", currency: "SEK" }, sv, "1 200,50 kr"],
    [field("money"), { amount: "12.50", currency: "EUR" }, en, "€12.50"],
    [field("money"), { amount: "1200", currency: "JPY" }, en, "JP¥1,200"],
    [field("money"), { amount: "99999999999999.99", currency: "USD" }, en, "US$99,999,999,999,999.99"],
    [field("yes_no"), true, sv, "Ja"],
    [field("yes_no"), false, en, "No"],
    [field("date"), "2026-11-21", sv, "21 nov. 2026"],
    [field("date"), "2026-11-21", en, "21 Nov 2026"],
    [field("date_time"), "2026-11-21T23:08:00.000Z", sv, "22 nov. 2026 00:08"],
    [field("choice", { choices }), "open", sv, "Öppen"],
    [field("choice", { choices }), "gone", sv, "Gone"],
    [field("choice", { choices }), "unknown", sv, "unknown"],
    [field("choice", { choices, several: true }), ["gone", "open"], sv, "Öppen, Gone"],
    [field("link"), "https://example.com/", en, "example.com"],
    [field("link"), "mailto:ana@example.com", en, "ana@example.com"],
    [field("position"), { lat: 59.3293235, lon: -18.06, accuracy: 12.34 }, sv, "59,32932; -18,06 ±12 m"],
    [field("position"), { lat: 0, lon: 180 }, en, "0; 180"],
    [field("text"), null, en, ""],
  ])("%j %j in %j is %s", (rule, value, reading, expected) => {
    expect(plain(format(value, rule, reading))).toBe(expected);
  });

  it("a lookup is named by the resolver, or shown as a stub", () => {
    const id = "0192f5c8-6f0a-7c3e-9d2b-3c1f0a9b8e7d";
    const rule = field("lookup", { target: "customer" });
    const resolve = (target: string | null | undefined) =>
      target === "customer" ? "Nordic Tools" : undefined;

    expect(format(id, rule, { ...en, resolve })).toBe("Nordic Tools");
    expect(searchText(id, rule, { ...en, resolve })).toBe("Nordic Tools");
    expect(format(id, rule, en)).toBe("…");
  });

  it("a retired choice is offered only to the record that has it", () => {
    const rule = field("choice", { choices });
    const several = field("choice", { choices, several: true });

    expect(offered(rule, null).map((one) => one.id)).toEqual(["open"]);
    expect(offered(rule, "gone").map((one) => one.id)).toEqual(["open", "gone"]);
    expect(offered(several, ["gone"]).map((one) => one.id)).toEqual(["open", "gone"]);
    expect(offered(several, null).map((one) => one.id)).toEqual(["open"]);
  });

  it("a record without its number yet has a label that looks different", () => {
    const label = provisional(
      field("auto_number", { prefix: "SO-" }),
      "0192f5c8-6f0a-7c3e-9d2b-3c1f0a9b8e7d",
    );

    expect(label).toBe("SO-…8e7d");
  });
});

describe("order and equality", () => {
  it.each<[FieldRule, Value[]]>([
    [field("text"), [null, "ana", "Örjan", "Zed"]],
    [field("integer"), [null, -3, 0, 20]],
    [field("big_integer"), [null, "-10", "9", "9007199254740993"]],
    [field("decimal"), [null, "-10.00", "9.50", "10.00"]],
    [field("money"), [null, { amount: "9.00", currency: "EUR" }, { amount: "10.00", currency: "EUR" }]],
    [field("yes_no"), [null, false, true]],
    [field("date_time"), [null, "2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00.001Z"]],
    [
      field("choice", {
        choices: ["z", "a"].map((id) => ({ id, label: {}, colour: null, retired: false })),
      }),
      [null, "z", "a"],
    ],
    [
      field("choice", {
        several: true,
        choices: ["z", "a"].map((id) => ({ id, label: {}, colour: null, retired: false })),
      }),
      [null, ["z"], ["a", "z"], ["a"]],
    ],
  ])("%j", (rule, ordered) => {
    expect([...ordered].reverse().sort((a, b) => compare(a, b, rule, en))).toEqual(ordered);
  });

  it("each language has its own order", () => {
    expect(["Zed", "Örjan"].sort((a, b) => compare(a, b, field("text"), sv))).toEqual(["Zed", "Örjan"]);
  });

  it("amounts are equal as numbers, texts letter by letter", () => {
    expect(equal("12.5", "12.50", field("decimal"))).toBe(true);
    expect(equal("ana", "Ana", field("text"))).toBe(false);
    expect(equal(null, "", field("text"))).toBe(false);
  });
});

it("[APP-17] a phone number is found by its digits and dialled without its spaces", () => {
  expect(searchText("070-123 45 67", field("phone"), sv)).toContain("0701234567");
  expect(dialled("+46 (0)70-123#")).toBe("tel:+46070123%23");
  expect(dialled("08-123 45 ext. 67")).toBe("tel:0812345,67");
});

it("a file that cannot be taken is refused before it is read", () => {
  expect(pictureProblem({ type: "image/jpeg", size: 50 * 1024 ** 2 })?.code).toBe("value-image-too-large");
  expect(pictureProblem({ type: "image/heic", size: 1 })?.code).toBe("value-image-heic");
  expect(pictureProblem({ type: "application/pdf", size: 1 })?.code).toBe("value-image-type");
  expect(pictureProblem({ type: "image/png", size: 1 })).toBeUndefined();
});

describe("round trips", () => {
  const digits = (most: number) =>
    fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** BigInt(most) - 1n })).map(([minus, whole]) => {
      return { minus: minus && whole > 0n, text: whole.toString() };
    });
  const scaled = (scale: number, whole: number) =>
    digits(whole + scale).map(({ minus, text }) => {
      const filled = text.padStart(scale + 1, "0");
      const number = scale ? `${filled.slice(0, -scale)}.${filled.slice(-scale)}` : filled;
      return (minus ? "-" : "") + number;
    });
  const locales = fc.constantFrom("en-GB", "sv-SE", "de-DE", "fr-FR", "de-CH", "pl-PL", "es-ES");

  it("every decimal is read back from what is shown and from what the control holds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), locales, (scale, locale) => {
        fc.assert(
          fc.property(scaled(scale, 18 - scale), (value) => {
            const rule = field("decimal", { scale });
            expect(accept(value, rule)).toStrictEqual({ value });
            expect(parse(toInput(value, rule, { locale }), rule, { locale })).toStrictEqual({ value });
          }),
          { numRuns: 20 },
        );
      }),
      { numRuns: 30 },
    );
  });

  it("[APP-19] every decimal with two places is read back as it is shown", () => {
    fc.assert(
      fc.property(scaled(2, 16), locales, (value, locale) => {
        const rule = field("decimal");
        expect(parse(format(value, rule, { locale }), rule, { locale })).toStrictEqual({ value });
      }),
    );
  });

  it("[APP-19] every whole number is read back as it is shown", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), locales, (value, locale) => {
        expect(parse(format(value, field("integer"), { locale }), field("integer"), { locale })).toEqual({
          value,
        });
      }),
    );
  });

  it("every whole number of 64 bits is read back as it is shown", () => {
    const rule = field("big_integer");
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), locales, (number, locale) => {
        const value = String(number);
        expect(accept(value, rule)).toStrictEqual({ value });
        expect(parse(format(value, rule, { locale }), rule, { locale })).toStrictEqual({ value });
      }),
    );
  });

  it("every amount is read back from its control", () => {
    fc.assert(
      fc.property(fc.constantFrom(...currencyCodes), locales, fc.nat(), (currency, locale, n) => {
        const value = accept({ amount: String(n), currency }, field("money")).value ?? null;
        const amount = toInput(value, field("money"), { locale });
        expect(parse({ amount, currency }, field("money"), { locale }).value).toEqual(value);
        expect(currencyScale(currency)).toBeTypeOf("number");
      }),
    );
  });

  it("every minute is read back from its control, but for the hour that comes twice", () => {
    const zones = fc.constantFrom(
      "Europe/Stockholm",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "UTC",
    );
    const minutes = fc.integer({ min: 0, max: 50_000_000 });
    fc.assert(
      fc.property(minutes, zones, (minute, timeZone) => {
        const reading = { locale: "en", timeZone };
        const value = new Date(minute * 60_000).toISOString();
        const shown = toInput(value, field("date_time"), reading);
        const back = parse(shown, field("date_time"), reading).value ?? null;
        expect(toInput(back, field("date_time"), reading)).toBe(shown);
        expect(Math.abs(Date.parse(String(back)) - minute * 60_000)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it("any JSON is a value or a problem, and a value is accepted unchanged", () => {
    const types = fc.constantFrom<FieldTypeId>(
      ...(["text", "multi_line", "integer", "decimal", "money", "yes_no", "date", "date_time"] as const),
      ...(["choice", "lookup", "phone", "email", "link", "auto_number", "image"] as const),
      ...(["big_integer", "barcode", "position", "file", "signature"] as const),
    );
    fc.assert(
      fc.property(types, fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" })), (type, wire) => {
        const read = accept(wire, field(type));
        if (read.problem) expect(read.problem.code).toMatch(/^value-/);
        else expect(accept(read.value, field(type))).toStrictEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});
