/** A rule tried on practice records: what it asks for, and what it makes of what is typed. */
import { expect, it } from "vitest";
import { askedLines, askedOf, linesOf, tried } from "../../../frontend/designer/rules/trial";
import type { Rule } from "../../../frontend/expressions/formula/formula";
import type { PracticeRecords } from "../../../frontend/metadata/preview-channel";
import type { FieldRule } from "../../../frontend/values/types";

const models: Readonly<Record<string, readonly FieldRule[]>> = {
  order: [
    { id: "customer", type: "lookup", target: "customer" },
    { id: "discount", type: "decimal", scale: 2 },
  ],
  customer: [
    { id: "name", type: "text" },
    { id: "parent", type: "lookup", target: "customer" },
  ],
  line: [
    { id: "order", type: "lookup", target: "order" },
    { id: "amount", type: "decimal", scale: 2 },
    { id: "extra", type: "yes_no" },
  ],
};
const fields = (entity: string) => new Map((models[entity] ?? []).map((one) => [one.id, one]));
const practice: PracticeRecords = {
  person: "me",
  name: "Ana",
  put: [
    {
      entity: "order",
      rows: [
        ["o1", 1, { customer: "c1", discount: "10.00" }],
        ["o2", 1, {}],
      ],
    },
    { entity: "customer", rows: [["c1", 1, { name: "Norr", parent: "c1" }]] },
    {
      entity: "line",
      rows: [
        ["l1", 1, { order: "o1", amount: "1.50", extra: true }],
        ["l2", 1, { order: "o1", amount: "2.50" }],
        ["l3", 1, { order: "o2", amount: "9.00" }],
      ],
    },
  ],
};
const asker = { person: "me", today: "2026-11-22", timeZone: "UTC" };
const sum = {
  op: "sum",
  entity: "line",
  parent: "order",
  where: { op: "eq", path: "extra", value: true },
  of: [{ op: "field", path: "amount" }],
} as const satisfies Rule;
const name = { op: "field", path: "customer.name" } as const satisfies Rule;
const none = { typed: new Map(), lines: new Map() };

function value(rule: Rule, record: string | null, given: Partial<Parameters<typeof tried>[5]> = {}): unknown {
  return tried(rule, "order", fields, practice, asker, { ...none, record, ...given });
}

it("[DSG-17] asks for the fields that the rule reads, and for the lines that it goes over", () => {
  const [lines] = askedLines(sum, "order", fields);

  expect(askedOf(name, "order", fields).map(({ path }) => path)).toEqual(["customer.name"]);
  expect(lines).toMatchObject({ entity: "line", parent: "order" });
  expect(lines?.columns.map(({ id }) => id)).toEqual(["amount", "extra"]);
  expect(lines && linesOf(practice, lines, "o1")).toHaveLength(2);
});

it("[DSG-17] computes of the practice record and its lines", () => {
  expect([value(name, "o1"), value(name, "o2"), value(name, null)]).toEqual(["Norr", null, null]);
  expect([value(sum, "o1"), value(sum, "o2")]).toEqual(["1.5", "0"]);
});

it("[DSG-17] what is typed stands in the place of the record's own, also beyond a lookup that is empty", () => {
  const typed = new Map([["customer.parent.name", "Syd"]]);
  const parent = { op: "field", path: "customer.parent.name" } as const;

  expect(value({ op: "field", path: "discount" }, "o1", { typed: new Map([["discount", "5.00"]]) })).toBe(
    "5",
  );
  expect(value(parent, "o2", { typed })).toBe("Syd");
  expect(value(name, "o1")).toBe("Norr");
});

it("[DSG-17] lines come and go", () => {
  const lines = new Map([
    [
      "line order",
      [
        { amount: "3.00", extra: true },
        { amount: "4.00", extra: true },
      ],
    ],
  ]);

  expect(value(sum, "o1", { lines })).toBe("7");
});

it("[DSG-17] a condition holds or does not", () => {
  const condition = { op: "gt", path: "discount", value: "5" } as const;

  expect([value(condition, "o1"), value(condition, "o2")]).toEqual([true, false]);
});
