import { describe, expect, it } from "vitest";
import type { Leaf, Tree } from "../../../frontend/expressions/tree";
import {
  besides,
  depthOf,
  fitsGroup,
  grouped,
  groupOf,
  movedOut,
  partsOf,
} from "../../../frontend/mobile/filters/arrangement";

const leaf = (value: string): Leaf => ({ op: "eq", path: "status", value });
const [open, sent, paid] = ["open", "sent", "paid"].map(leaf) as [Leaf, Leaf, Leaf];

describe("[OUT-04] arranging the conditions of a filter", () => {
  it("puts a condition that stands alone into a group, and leaves a group as it is", () => {
    const group: Tree = { op: "or", of: [open] };

    const all = [grouped(null), grouped(open), grouped(group)];

    expect(all).toEqual([null, { op: "and", of: [open] }, group]);
  });

  it("moves a condition out to the end of the group around its own", () => {
    const tree: Tree = { op: "and", of: [{ op: "or", of: [open, sent] }, paid] };

    const moved = movedOut(tree, "of.0.of.1");

    expect(moved).toEqual({ op: "and", of: [{ op: "or", of: [open] }, paid, sent] });
  });

  it("lets a group go with the last condition that moves out of it", () => {
    const tree: Tree = { op: "and", of: [{ op: "not", of: [{ op: "or", of: [open] }] }] };

    const moved = movedOut(tree, "of.0.of.0.of.0");

    expect(moved).toEqual({ op: "and", of: [{ op: "not", of: [open] }] });
  });

  it("leaves what stands at the top where it is", () => {
    const tree: Tree = { op: "and", of: [open, sent] };

    expect([movedOut(tree, "of.1"), movedOut(tree, ""), movedOut(tree, "of.7.of.0")]).toEqual([
      tree,
      tree,
      tree,
    ]);
  });

  it("has room for groups three deep and no deeper, counting what is moved into one", () => {
    const tree: Tree = { op: "and", of: [open, { op: "or", of: [sent, { op: "not", of: [paid] }] }] };

    const fits = ["", "of.0", "of.1", "of.1.of.0", "of.1.of.1", "of.1.of.1.of.0"].map((place) =>
      fitsGroup(tree, place),
    );

    expect(fits).toEqual([false, true, false, true, false, false]);
  });

  it("says where parts stand, how deep, in which group, and what is beside them", () => {
    const tree: Tree = { op: "and", of: [open, { op: "or", of: [sent, paid] }] };

    expect(partsOf(tree, "")).toEqual(["of.0", "of.1"]);
    expect(partsOf(tree, "of.1")).toEqual(["of.1.of.0", "of.1.of.1"]);
    expect(partsOf(tree, "of.0")).toEqual([]);
    expect([depthOf(""), depthOf("of.1"), depthOf("of.1.of.0")]).toEqual([0, 1, 2]);
    expect([groupOf(""), groupOf("of.1"), groupOf("of.1.of.0")]).toEqual([null, "", "of.1"]);
    expect([besides("of.0"), besides("of.1"), besides("of.1.of.0"), besides("of.1.of.1")]).toEqual([
      "",
      "of.0",
      "of.1",
      "of.1.of.0",
    ]);
  });
});
