import { afterEach, expect, it } from "vitest";
import {
  chooseLocale,
  formatAge,
  formatBytes,
  formatDateTime,
  formatDay,
  formatList,
  formatMoney,
  formatNumber,
  formatPercent,
} from "../../../frontend/shared/formats";

afterEach(() => chooseLocale(undefined));

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

it.each([
  ["en-GB", "1,234.5", "€48.50", "21 Nov 2026", "25%"],
  ["sv-SE", "1 234,5", "48,50 €", "21 nov. 2026", "25 %"],
  ["de-DE", "1.234,5", "48,50 €", "21.11.2026", "25 %"],
])("%s writes %s, %s, %s and %s", (code, number, money, day, share) => {
  chooseLocale(code);

  const written = [
    formatNumber(1234.5),
    formatMoney(48.5, "EUR"),
    formatDay("2026-11-21"),
    formatPercent(0.25),
  ];

  expect(written.map(plain)).toEqual([number, money, day, share]);
});

it("a calendar day is the same day in every time zone, and a moment is not", () => {
  chooseLocale("en-GB");
  const midnight = new Date("2026-11-21T23:30:00Z");

  const tokyo = formatDateTime(midnight, "Asia/Tokyo");

  expect(formatDay("2026-11-21")).toBe("21 Nov 2026");
  expect(tokyo).toBe("22 Nov 2026, 08:30");
});

it.each([
  [-10, "just now"],
  [-300, "5 minutes ago"],
  [-7200, "2 hours ago"],
  [-86_400, "yesterday"],
  [3600, "in 1 hour"],
])("%i seconds from now is %j", (seconds, words) => {
  const now = new Date("2026-11-21T12:00:00Z");

  expect(plain(formatAge(Number(now) + seconds * 1000, now))).toBe(words);
});

it.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [820_000, "820 kB"],
  [4_230_000, "4.2 MB"],
  [999_999, "1 MB"],
  [120_400_000, "120 MB"],
])("%i bytes are %j", (bytes, words) => {
  chooseLocale("en");

  expect(plain(formatBytes(bytes))).toBe(words);
});

it("names are joined as the language joins them", () => {
  expect(formatList(["Ana", "Bo", "Cem"])).toBe("Ana, Bo, and Cem");
});
