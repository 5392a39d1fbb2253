import { describe, expect, it } from "vitest";
import { beginningOf, localDay, periodOf } from "../../../frontend/expressions/periods";

describe("[DAT-03] relative days", () => {
  it("a week begins on Monday, also on a Sunday, and a month ends with its last day", () => {
    expect(periodOf("this-week", "2026-11-22", 0)).toEqual(["2026-11-16", "2026-11-23"]);
    expect(periodOf("this-month", "2028-02-29", 0)).toEqual(["2028-02-01", "2028-03-01"]);
    expect(periodOf("this-month", "2026-12-31", 0)).toEqual(["2026-12-01", "2027-01-01"]);
  });

  it("the last days end with today, the next begin with it, and older ones are all before", () => {
    expect(periodOf("last-x-days", "2026-03-01", 2)).toEqual(["2026-02-28", "2026-03-02"]);
    expect(periodOf("next-x-days", "2026-02-28", 1)).toEqual(["2026-02-28", "2026-03-01"]);
    expect(periodOf("older-than-x-days", "2026-03-01", 1)).toEqual(["", "2026-02-28"]);
  });

  it("a moment falls on the user's day", () => {
    expect(localDay("2026-11-21T23:30:00.000Z", "Europe/Stockholm")).toBe("2026-11-22");
    expect(localDay("2026-11-21T03:30:00.000Z", "America/New_York")).toBe("2026-11-20");
  });

  it.each([
    ["Europe/Stockholm", "2026-11-21", "2026-11-20T23:00:00.000Z"],
    ["Europe/Stockholm", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00.000Z"],
    ["Pacific/Kiritimati", "2026-11-21", "2026-11-20T10:00:00.000Z"],
    ["Pacific/Niue", "2026-11-21", "2026-11-21T11:00:00.000Z"],
    // The clocks go from 23:59:59 to 01:00 there, so the day begins at one.
    ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z"],
  ])("in %s %s begins at %s", (zone, day, moment) => {
    expect(beginningOf(day, zone)).toBe(moment);
  });
});
