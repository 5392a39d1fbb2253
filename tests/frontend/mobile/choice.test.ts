import { expect, it } from "vitest";
import { decisionOf, differencesOf } from "../../../frontend/mobile/conflict/choice";
import type { ConflictRow } from "../../../frontend/protocol";

const ROW: ConflictRow = {
  id: "01900000-0000-7000-8000-000000000001",
  entity: "customer",
  record: "01900000-0000-7000-8000-000000000002",
  kind: "fields",
  base: { street: "Old Street 1" },
  mine: { street: "My Street 2" },
  theirs: { street: "Their Street 3", town: "Lund" },
  mineBy: "ana",
  mineByName: null,
  mineAt: "2026-11-20T08:00:00.000Z",
  theirsBy: "bo",
  theirsAt: "2026-11-20T09:00:00.000Z",
  version: 4,
  change: "01900000-0000-7000-8000-000000000003",
  open: true,
};

it("what only the other side changed in a group of fields stays as it is, whichever is chosen", () => {
  const differences = differencesOf([ROW]);

  const decision = decisionOf([ROW], differences, new Map([["street", "mine"]]));

  expect(differences.fields.map(({ field }) => field)).toEqual(["street"]);
  expect(decision.values).toEqual({ street: "My Street 2" });
});

it("a field that I emptied is chosen as empty", () => {
  const row: ConflictRow = { ...ROW, mine: { street: null }, theirs: { street: "Their Street 3" } };

  const decision = decisionOf([row], differencesOf([row]), new Map([["street", "mine"]]));

  expect(decision.values).toEqual({ street: null });
});
