import { expect, it } from "vitest";
import { recordKey } from "../../../frontend/local/database";
import { remove } from "../../../frontend/local/storage";
import type { ConflictRow } from "../../../frontend/protocol";
import { conflictsAfter, conflictWrites } from "../../../frontend/sync/conflict-writes";

const ME = "person-me";
const NOTHING = { lost: new Set<string>(), left: new Set<string>(), masks: {} };

function row(id: string, mineBy: string): ConflictRow {
  return {
    id,
    entity: "site",
    record: "s1",
    kind: "fields",
    base: { name: "A" },
    mine: { name: "B" },
    theirs: { name: "C" },
    mineBy,
    mineByName: "",
    mineAt: "2026-11-22T10:00:00.000Z",
    theirsBy: "person-eva",
    theirsAt: "2026-11-22T10:00:00.000Z",
    version: 2,
    change: "change",
    open: true,
  };
}

const before = new Map([
  ["own", row("own", ME)],
  ["others", row("others", "person-bo")],
]);
const left = new Set([recordKey("site", "s1")]);

it("[CON-02] [inv 19] of a record that left the phone the user's own conflict stays, and that of others goes", () => {
  const after = conflictsAfter(before, [], { ...NOTHING, left }, ME);

  expect([...after.keys()]).toEqual(["own"]);
  expect(conflictWrites(before, after, [], ME)).toEqual([remove("conflict", "others")]);
});

it("a conflict that the office tells of with the record's leaving stays", () => {
  const told = row("others", "person-bo");

  const after = conflictsAfter(before, [told], { ...NOTHING, left }, ME);

  expect(after.get("others")).toBe(told);
});

it("a pull that brings nothing changes nothing", () => {
  expect(conflictsAfter(before, [], NOTHING, ME)).toBe(before);
});
