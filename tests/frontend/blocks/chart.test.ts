import { describe, expect, it } from "vitest";
import { barsOf } from "../../../frontend/blocks/chart/bars";
import { progressOf } from "../../../frontend/blocks/chart/goal";
import { lineOf, pointsOf } from "../../../frontend/blocks/chart/trend";
import type { Group } from "../../../frontend/blocks/figures/gathered";
import type { Figure } from "../../../frontend/blocks/figures/measures";
import { Exact } from "../../../frontend/expressions/arithmetic";

const UNORDERED = { ordered: false, period: null };

function figure(value: string | null, currency: string | null = null): Figure {
  return value === null ? { kind: "none" } : { kind: "value", value: new Exact(value), currency };
}

function group(key: string | null, value: string | null, currency: string | null = null): Group {
  return {
    key,
    label: key ?? "",
    count: 1,
    figures: [figure(value, currency)],
    groups: [],
    rows: [],
    more: 0,
  };
}

const keys = ({ bars }: ReturnType<typeof barsOf>) => bars.map((bar) => bar.group.key);

describe("[BEY-24] bars", () => {
  it("stand by size, those without a figure and without a value last", () => {
    const all = [group("a", "1"), group(null, "9"), group("b", null), group("c", "2")];

    expect(keys(barsOf(all, UNORDERED, 12))).toEqual(["c", "a", "b", null]);
  });

  it("keep an order that says something, and of too many days the latest", () => {
    const days = ["2026-01-01", "2026-02-01", "2026-03-01"].map((day) => group(day, "1"));

    const kept = barsOf(days, { ordered: true, period: "month" }, 2);

    expect(keys(kept)).toEqual(["2026-02-01", "2026-03-01"]);
    expect(kept.more).toBe(1);
  });

  it("are as long as their share of the longest, below nought as well", () => {
    const { bars } = barsOf([group("a", "5"), group("b", "-10")], UNORDERED, 12);

    expect(bars.map(({ share, below }) => [share, below])).toEqual([
      [0.5, false],
      [1, true],
    ]);
  });

  it("have no length where their amounts are of several currencies", () => {
    const found = barsOf([group("a", "5", "EUR"), group("b", "50", "SEK")], UNORDERED, 12);

    expect(found.compared).toBe(false);
    expect(found.bars.map(({ share }) => share)).toEqual([null, null]);
  });
});

describe("[BEY-24] a line over time", () => {
  it("goes through every period, those without records at nought where records are added up", () => {
    const groups = [group("2026-01-01", "4"), group("2026-04-01", "2"), group(null, "7")];

    const points = pointsOf(groups, "month", "sum");

    expect(points.map(({ start }) => start)).toEqual([
      "2026-01-01",
      "2026-02-01",
      "2026-03-01",
      "2026-04-01",
    ]);
    expect(lineOf(points)).toMatchObject({ line: "M0 0L33.33 100L66.67 100L100 50", nought: 100 });
  });

  it("passes over periods without records where it shows an average", () => {
    const points = pointsOf([group("2026-01-01", "4"), group("2026-03-01", "2")], "month", "average");

    expect(points.map(({ figure: { kind } }) => kind)).toEqual(["value", "none", "value"]);
    expect(lineOf(points)?.line).toBe("M0 0L100 50");
  });

  it("has nought inside where figures lie on both sides", () => {
    const points = pointsOf([group("2026-01-01", "-5"), group("2026-02-01", "15")], "month", "sum");

    expect(lineOf(points)).toMatchObject({ line: "M0 100L100 0", nought: 75 });
  });

  it("ends with the latest periods where one date lies ages before the others", () => {
    const points = pointsOf([group("0001-01-01", "1"), group("2026-11-21", "1")], "day", "count");

    expect(points).toHaveLength(400);
    expect(points.at(-1)?.start).toBe("2026-11-21");
  });
});

describe("[BEY-24] a number against its goal", () => {
  it("says 100 percent only of what is reached", () => {
    const progress = (value: string) => progressOf(new Exact(value), "200");

    expect(progress("199.99")).toMatchObject({ percent: 99, reached: false });
    expect(progress("200")).toMatchObject({ percent: 100, reached: true });
    expect(progress("500")).toMatchObject({ percent: 250, reached: true, share: 1 });
    expect(progress("-1")).toMatchObject({ share: 0 });
  });

  it("has none where no number is a part of the goal", () => {
    expect([progressOf(new Exact(1), null), progressOf(new Exact(1), "0")]).toEqual([null, null]);
  });
});
