import { describe, expect, it } from "vitest";
import { check, MOST_NODES, MOST_VALUES } from "../../../frontend/expressions/checks";
import { source, vectors } from "./vectors";

/** Write out what repeats in a case. */
function tree({ filter, repeat }: (typeof vectors.refused)[number]): unknown {
  if (!repeat) return filter;
  const whole = filter[repeat.at];
  const parts = Array.isArray(whole) ? Array.from({ length: repeat.count }, () => whole).flat() : undefined;
  return { ...filter, [repeat.at]: parts ?? String(whole).repeat(repeat.count) };
}

// What only an offline rule may ask is checked by the server alone.
const refused = vectors.refused.filter((one) => !one.related);

describe("[inv 24] [DAT-03] an editor refuses what the server refuses, at the same place", () => {
  it.each(refused.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const [first] = check(tree(one), source);

    expect([first?.code, first?.place]).toEqual([one.code, one.place]);
  });

  it.each(vectors.cases.map((one) => [one.name, one] as const))("takes: %s", (_name, one) => {
    expect(check(one.filter, source)).toEqual([]);
  });
});

describe("[DAT-03] a filter has its limits", () => {
  const condition = { op: "null", path: "title" };

  it("of conditions", () => {
    const many = { op: "or", of: Array.from({ length: MOST_NODES }, () => condition) };

    expect(check(many, source).map(({ code }) => code)).toEqual(["filter-too-long"]);
  });

  it("of values", () => {
    const value = Array.from({ length: MOST_VALUES + 1 }, (_, number) => number);

    expect(check({ op: "in", path: "lines", value }, source).map(({ code }) => code)).toEqual([
      "filter-too-many-values",
    ]);
  });

  it("of a pattern of 10,000 characters", () => {
    expect(check({ op: "like", path: "title", value: "a".repeat(10_000) }, source)).toEqual([
      { code: "value-too-long", place: "value", arguments: { length: 10_000, maximum: 1000 } },
    ]);
  });
});
