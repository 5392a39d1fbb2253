import { expect, it } from "vitest";
import { recordKey } from "../../../frontend/local/database";
import { remove } from "../../../frontend/local/storage";
import type { ConflictRow, Row } from "../../../frontend/protocol";
import {
  conflictsAfter,
  conflictWrites,
  NOTHING_TOLD,
  type Told,
  toldAfter,
} from "../../../frontend/sync/conflict-writes";
import type { Page } from "../../../frontend/sync/incoming";

const ME = "person-me";
const NOTHING = { lost: new Set<string>(), masks: {} };

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

/** What pages of a pull tell of conflicts. */
function told(pages: readonly Partial<Page>[], allConflicts = false): Told {
  const begun: Told = { ...NOTHING_TOLD, allConflicts };
  const whole = pages.map((page) => ({ put: [], out: [], conflicts: [], ...page }));
  return whole.reduce((sum, page) => toldAfter(sum, page, before, ME), begun);
}

const put = [{ entity: "site", rows: [["s1", 3, { name: "C" }] as Row] }];
const left = [{ entity: "site", why: "left" as const, records: ["s1"] }];
const lost = [{ entity: "site", why: "lost" as const, records: ["s1"] }];

it.each([
  ["left the phone", told([{ out: left }])],
  ["came without it", told([{ put }])],
  ["is not his to edit any more", told([], true)],
])(
  "[CON-02] [inv 15] [inv 19] of a record that %s the user's own conflict stays, and that of others goes",
  (_, news) => {
    const after = conflictsAfter(before, news, NOTHING, ME);

    expect([...after.keys()]).toEqual(["own"]);
    expect(conflictWrites(before, after, news.conflicts, ME)).toEqual([remove("conflict", "others")]);
  },
);

it.each([
  ["leaving", { out: left }],
  ["row", { put }],
])("a conflict that the office tells of with the record's %s stays", (_, page) => {
  const again = row("others", "person-bo");

  const after = conflictsAfter(before, told([{ ...page, conflicts: [again] }]), NOTHING, ME);

  expect(after.get("others")).toBe(again);
});

it("[inv 15] a conflict of others that one page tells of goes with a later page that names its record", () => {
  const news = told([{ conflicts: [row("late", "person-bo"), row("mine", ME)] }, { put }]);

  const after = conflictsAfter(before, news, NOTHING, ME);

  expect([...after.keys()]).toEqual(["own", "mine"]);
});

it("[inv 15] a conflict that one page tells of is lost with its record on a later one", () => {
  const news = told([{ conflicts: [row("late", "person-bo"), row("mine", ME)] }, { out: lost }]);

  const after = conflictsAfter(before, news, { ...NOTHING, lost: new Set([recordKey("site", "s1")]) }, ME);

  expect([...after.keys()]).toEqual([]);
});

it("a conflict that one page closes stays closed when a later one names its record", () => {
  const closed = { ...row("own", ME), open: false };

  const after = conflictsAfter(before, told([{ conflicts: [closed] }, { put }]), NOTHING, ME);

  expect([...after.keys()]).toEqual([]);
});

it("a pull that brings nothing changes nothing", () => {
  expect(conflictsAfter(before, NOTHING_TOLD, NOTHING, ME)).toBe(before);
});
