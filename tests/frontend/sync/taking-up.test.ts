/** A replayed change that points at several records, of which one was not there: it goes up again when all are known. */
import { signal } from "@preact/signals-core";
import { expect, it, vi } from "vitest";
import type { Replica } from "../../../frontend/local/replica";
import { takeUpAgain } from "../../../frontend/sync/taking-up";
import { effective, entity, field } from "../metadata/builders";

const metadata = effective({
  entities: [
    entity("person", [field("name", "text")]),
    entity("trip", [field("name", "text"), field("crew", "lookup", { several: true, target: "person" })]),
  ],
});

interface Known {
  readonly held: readonly string[];
  readonly named?: readonly string[];
}

/** A phone on which a trip with two people was refused, as one of them was not there. */
function refused({ held, named = [] }: Known) {
  const resubmit = vi.fn(async () => {});
  const problem = { code: "lookup-not-found", field: "crew", arguments: { entity: "trip", record: "t" } };
  const entry = {
    id: "change",
    epoch: "before",
    outcome: { status: "rejected", problem },
    acts: [{ kind: "create", entity: "trip", record: "t", values: { crew: ["ana", "bo"] } }],
  };
  const people = {
    records: new Map(held.map((id) => [id, {}])),
    labels: new Map(named.map((id) => [id, id])),
  };
  const replica = {
    outbox: { entries: signal([entry]), resubmit },
    metadata: signal(metadata),
    records: { ensure: async () => {} },
    tables: { table: () => signal(people) },
  } as unknown as Replica;
  return { replica, resubmit };
}

it.each([
  ["one of them is missing", { held: ["ana"] }, false],
  ["both are here", { held: ["ana", "bo"] }, true],
  ["one is here and the other is named", { held: ["bo"], named: ["ana"] }, true],
])("[inv 38] it goes up again or waits, where %s", async (_words, known, again) => {
  const { replica, resubmit } = refused(known);

  const taken = await takeUpAgain(replica, () => "new");

  expect(taken).toBe(again);
  expect(resubmit).toHaveBeenCalledTimes(again ? 1 : 0);
});
