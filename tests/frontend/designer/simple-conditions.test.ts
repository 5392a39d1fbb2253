import { describe, expect, it } from "vitest";
import { addView } from "../../../frontend/designer/commands/views";
import { nodesAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { applyIntention, inverseIntention } from "../../../frontend/designer/patches";
import { type Condition, conditionOf, offered, simpleOf } from "../../../frontend/designer/simple-conditions";
import { wholeEntity } from "../../../frontend/designer/whole";
import type { Entity } from "../../../frontend/protocol";
import { documents } from "./documents";

const VISIT = wholeEntity({
  id: "visit",
  label: { en: "Visit" },
  plural: { en: "Visits" },
  title: "name",
  ownership: "person",
  fields: [
    { id: "name", type: "text", label: { en: "Name" } },
    {
      id: "state",
      type: "choice",
      label: { en: "State" },
      choices: [
        { id: "old", label: { en: "Old" }, retired: true },
        { id: "open", label: { en: "Open" } },
        { id: "done", label: { en: "Done" } },
      ],
    },
    { id: "urgent", type: "yes_no", label: { en: "Urgent" } },
    { id: "empty", type: "choice", label: { en: "Empty" } },
  ],
} as unknown as Entity);

describe("conditions that are chosen", () => {
  it.each<[string, Condition]>([
    ["all", null],
    ["mine", { op: "eq-userid", path: "owner" }],
    ["yes", { op: "eq", path: "urgent", value: true }],
    ["choice", { op: "eq", path: "state", value: "open" }],
    ["choice", { op: "in", path: "state", value: ["open", "done"] }],
  ])("[DSG-10] %s is read and written back as it was", (kind, condition) => {
    const simple = simpleOf(condition, VISIT);

    expect(simple.kind).toBe(kind);
    expect(simple.kind !== "other" && conditionOf(simple)).toEqual(condition);
  });

  it.each<[string, Condition]>([
    ["a group", { op: "and", of: [] }],
    ["a path through a lookup", { op: "eq", path: "customer.state", value: "open" }],
    ["not yes", { op: "eq", path: "urgent", value: false }],
    ["an empty list", { op: "in", path: "state", value: [] }],
    ["another operator", { op: "ne", path: "state", value: "open" }],
    ["a text", { op: "eq", path: "name", value: "open" }],
    ["something more", { op: "eq", path: "state", value: "open", of: [] }],
  ])("[DSG-10] %s is a condition of another kind", (_, condition) => {
    expect(simpleOf(condition, VISIT)).toEqual({ kind: "other" });
  });

  it("[DSG-10] an entity offers its owner, its choices that are still offered, and its ticks", () => {
    expect(offered(VISIT)).toEqual([
      { kind: "all" },
      { kind: "mine" },
      { kind: "choice", field: "state", oneOf: ["open"] },
      { kind: "yes", field: "urgent" },
    ]);
    expect(offered({ ...VISIT, ownership: "organisation", fields: [] })).toEqual([{ kind: "all" }]);
  });
});

describe("views", () => {
  const block = ["pages", "orders", "blocks", "rows"];

  it("[DSG-10] the first view comes with one that shows everything; undone, nothing is left of them", () => {
    const before = documents();

    const made = addView(before, NOTHING_RESERVED, block, "Open");
    if (!made) throw new Error("Nothing was meant");
    const once = applyIntention(before, made);
    const again = addView(once, NOTHING_RESERVED, block, "Open");
    const twice = again && applyIntention(once, again);

    expect(nodesAt(once.workspace, [...block, "views"])).toEqual([
      { id: "all", label: { en: "All" }, condition: null },
      { id: "open", label: { en: "Open" }, condition: null },
    ]);
    expect(twice && nodesAt(twice.workspace, [...block, "views"]).length).toBe(3);
    const back = applyIntention(once, inverseIntention(made, "undo"));
    expect(nodesAt(back.workspace, [...block, "views"])).toEqual([]);
    expect(back.model).toEqual(before.model);
  });
});
