import { describe, expect, it } from "vitest";
import { type Asker, follower, holds } from "../../../frontend/expressions/evaluate";
import { localDay, periodOf } from "../../../frontend/expressions/periods";
import type { Tree } from "../../../frontend/expressions/tree";
import type { Values } from "../../../frontend/shared/json";
import type { FieldRule } from "../../../frontend/values/types";
import vectors from "../../vectors/expressions.json";

interface Stored {
  readonly owner?: string;
  readonly values: Values;
}

const records = vectors.records as unknown as Record<string, Record<string, Stored>>;
const rules = vectors.fields as unknown as Record<string, FieldRule[]>;
const fields = new Map(
  Object.entries(rules).map(([entity, list]) => [entity, new Map(list.map((field) => [field.id, field]))]),
);
const asker: Asker = {
  person: vectors.person,
  today: vectors.today,
  // Zones named this way have their signs the other way round.
  timeZone: `Etc/GMT-${vectors.zoneMinutes / 60}`,
};

function valuesOf({ owner, values }: Stored): Values {
  return owner ? { owner, ...values } : values;
}

describe("[inv 24] filters mean the same on the phone as at the office", () => {
  it.each(vectors.cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const lookup = (entity: string, id: string) => {
      const found = records[entity]?.[id];
      return found && valuesOf(found);
    };

    const held = Object.entries(records[vectors.entity] ?? {})
      .filter(([, record]) => {
        const follow = follower(vectors.entity, valuesOf(record), (entity) => fields.get(entity), lookup);
        return holds(one.filter as unknown as Tree, follow, asker);
      })
      .map(([id]) => id);

    expect(held.sort()).toEqual([...one.holds].sort());
  });
});

it("a week begins on Monday, also on a Sunday, and a month ends with its last day", () => {
  expect(periodOf("this-week", "2026-11-22", 0)).toEqual(["2026-11-16", "2026-11-23"]);
  expect(periodOf("this-month", "2028-02-29", 0)).toEqual(["2028-02-01", "2028-03-01"]);
  expect(periodOf("this-month", "2026-12-31", 0)).toEqual(["2026-12-01", "2027-01-01"]);
  expect(periodOf("last-x-days", "2026-03-01", 2)).toEqual(["2026-02-28", "2026-03-02"]);
});

it("a moment falls on the user's day", () => {
  expect(localDay("2026-11-21T23:30:00.000Z", "Europe/Stockholm")).toBe("2026-11-22");
  expect(localDay("2026-11-21T03:30:00.000Z", "America/New_York")).toBe("2026-11-20");
});
