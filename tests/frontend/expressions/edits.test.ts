import { describe, expect, it } from "vitest";
import {
  added,
  begunOn,
  compared,
  enclosed,
  nodeAt,
  regrouped,
  removed,
  replaced,
} from "../../../frontend/expressions/edits";
import { OWNER } from "../../../frontend/expressions/paths";
import type { Leaf, Tree } from "../../../frontend/expressions/tree";
import { fieldOf } from "./wording";

const urgent: Leaf = { op: "eq", path: "urgent", value: true };
const late: Leaf = { op: "older-than-x-days", path: "due", value: 3 };
const mine: Leaf = { op: "eq-userid", path: "owner" };
const nested: Tree = { op: "and", of: [urgent, { op: "or", of: [late, mine] }] };

describe("[OUT-04] a filter is edited line by line", () => {
  it("a node is found, and replaced, by its place", () => {
    expect(nodeAt(nested, "of.1.of.0")).toBe(late);
    expect(replaced(nested, "of.1.of.0", urgent)).toEqual({
      op: "and",
      of: [urgent, { op: "or", of: [urgent, mine] }],
    });
  });

  it("a group goes with its last part", () => {
    const once = removed(nested, "of.1.of.1");
    const twice = once && removed(once, "of.1.of.0");

    expect(once).toEqual({ op: "and", of: [urgent, { op: "or", of: [late] }] });
    expect(twice).toEqual({ op: "and", of: [urgent] });
    expect(twice && removed(twice, "of.0")).toBeNull();
  });

  it("a condition is added to a group, beside a condition, or as the first of all", () => {
    expect(added(nested, "of.1", urgent)).toEqual({
      op: "and",
      of: [urgent, { op: "or", of: [late, mine, urgent] }],
    });
    expect(added(late, "", mine)).toEqual({ op: "and", of: [late, mine] });
    expect(added(null, "", mine)).toBe(mine);
  });

  it("a group may ask otherwise, and a condition get a group of its own", () => {
    expect(regrouped(nested, "of.1", "not")).toEqual({
      op: "and",
      of: [urgent, { op: "not", of: [late, mine] }],
    });
    expect(enclosed(nested, "of.0", "or")).toEqual({
      op: "and",
      of: [
        { op: "or", of: [urgent] },
        { op: "or", of: [late, mine] },
      ],
    });
  });

  it("nothing is changed in the tree that was given", () => {
    const before = structuredClone(nested);

    removed(nested, "of.1.of.0");
    added(nested, "of.1", urgent);

    expect(nested).toEqual(before);
  });

  it("a new condition begins with what people ask most of such a field", () => {
    expect([
      begunOn("title", fieldOf("title")).op,
      begunOn("owner", OWNER).op,
      begunOn("due", fieldOf("due")).op,
    ]).toEqual(["like", "eq-userid", "today"]);
  });

  it.each<[Leaf, Parameters<typeof compared>[1], Leaf]>([
    [{ op: "eq", path: "status", value: "open" }, "in", { op: "in", path: "status", value: ["open"] }],
    [
      { op: "in", path: "status", value: ["open", "sent"] },
      "ne",
      { op: "ne", path: "status", value: "open" },
    ],
    [{ op: "like", path: "title", value: "x" }, "eq", { op: "eq", path: "title", value: "x" }],
    [
      { op: "last-x-days", path: "due", value: 3 },
      "next-x-days",
      { op: "next-x-days", path: "due", value: 3 },
    ],
    [{ op: "last-x-days", path: "due", value: 3 }, "ge", { op: "ge", path: "due" }],
    [{ op: "eq", path: "due", value: "2026-11-21" }, "today", { op: "today", path: "due" }],
  ])("%j compared by %s keeps what it can", (leaf, op, expected) => {
    expect(compared(leaf, op)).toEqual(expected);
  });
});
