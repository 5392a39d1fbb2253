import { expect, it } from "vitest";
import { Commands } from "../../../frontend/local/commands";
import { copyOf } from "../../../frontend/local/database";
import { edited, overtaken } from "../../../frontend/local/editing";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import { ChangeLocked } from "../../../frontend/local/outbox";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Replica } from "../../../frontend/local/replica";
import type { Act } from "../../../frontend/protocol";
import { systemClock } from "../../../frontend/shared/clock";
import { newIds } from "../../../frontend/shared/ids";
import { openReplica } from "../../../frontend/sync/opening";
import { packsOf } from "../../../frontend/sync/packed";

const ALDER = "01900000-0000-7000-8000-000000000001";

interface Tab {
  readonly replica: Replica;
  readonly commands: Commands;
}

async function tab(disk: MemoryDisk = new Map()): Promise<Tab> {
  const storage = memoryStorage(disk);
  await storage.commit(
    "apply.direct",
    packsOf("customer", copyOf(null), [[ALDER, 4, { name: "Alder", city: "Umeå" }]]),
    "relaxed",
  );
  const replica = await openReplica(storage, ownLocks(), "me");
  await replica.records.ensure("customer");
  const commands = new Commands({ replica, clock: systemClock, newId: newIds(), saved: () => undefined });
  return { replica, commands };
}

function alder({ replica }: Tab): LocalRecord {
  const record = replica.records.get("customer", ALDER);
  if (!record) throw new Error("not here");
  return record;
}

function acts({ replica }: Tab): readonly Act[] {
  return replica.outbox.entries.value.flatMap((entry) => entry.acts);
}

it("[APP-12] repeated edits of one record wait as one change, with what the user saw first as old", async () => {
  const here = await tab();

  await here.commands.editRecord("customer", ALDER, edited({}, alder(here), "name", "Birch"));
  await here.commands.editRecord("customer", ALDER, edited({}, alder(here), "name", "Cedar"));

  expect(acts(here)).toEqual([
    {
      kind: "set",
      entity: "customer",
      record: ALDER,
      edits: { name: { value: "Cedar", old: "Alder", base: 4 } },
    },
  ]);
});

it("an edit of a record that was never sent becomes part of its creation", async () => {
  const here = await tab();
  const id = await here.commands.createRecord("customer", { name: "Birch" });
  const made = here.replica.records.get("customer", id);

  await here.commands.editRecord("customer", id, edited({}, made ?? alder(here), "name", "Cedar"));

  expect(acts(here)).toEqual([{ kind: "create", entity: "customer", record: id, values: { name: "Cedar" } }]);
});

it("an edit does not join a creation that another creation follows: it may refer to that", async () => {
  const here = await tab();
  const first = await here.commands.createRecord("customer", { name: "Birch" });
  const second = await here.commands.createRecord("customer", { name: "Cedar" });

  await here.commands.editRecord("customer", first, { parent: { value: second, old: null, base: 0 } });

  expect(acts(here).map(({ kind }) => kind)).toEqual(["create", "create", "set"]);
});

it("taking a change back restores what was there before, and takes along what hangs on it", async () => {
  const here = await tab();
  const id = await here.commands.createRecord("customer", { name: "Birch" });
  await here.commands.createRecord("customer", { name: "Between" });
  await here.commands.editRecord("customer", id, { name: { value: "Cedar", old: "Birch", base: 0 } });
  await here.commands.deleteRecord("customer", ALDER);
  const deleted = alder(here).state;

  for (const {
    id: change,
    acts: [act],
  } of here.replica.outbox.entries.value) {
    if (act?.kind === "delete") await here.commands.undoChange(change);
  }
  const [creation] = here.replica.outbox.entries.value;
  const gone = await here.commands.discardChange(creation?.id ?? "");

  expect(deleted).toBe("deleted");
  expect(alder(here)).toMatchObject({ state: "clean", values: { name: "Alder" } });
  expect(gone).toHaveLength(2);
  expect(here.replica.records.get("customer", id)).toBeUndefined();
});

it("a change that has been numbered can no longer be taken back", async () => {
  const here = await tab();
  await here.commands.createRecord("customer", { name: "Birch" });
  const [entry] = here.replica.outbox.entries.value;
  if (!entry) throw new Error("no change");
  const { operations, adopt } = here.replica.outbox.prepare([{ ...entry, number: 1 }]);
  await here.replica.storage.commit("push.number", operations, "strict");
  adopt();

  await expect(here.commands.discardChange(entry.id)).rejects.toBeInstanceOf(ChangeLocked);
});

it("[APP-09] states and progress of rows tell what the user did", async () => {
  const here = await tab();

  await here.commands.editRecord("customer", ALDER, edited({}, alder(here), "name", "Birch"));
  const changed = alder(here);
  await here.commands.deleteRecord("customer", ALDER);

  expect(changed).toMatchObject({
    state: "modified",
    progress: "waiting",
    values: { name: "Birch", city: "Umeå" },
  });
  expect(alder(here)).toMatchObject({ state: "deleted", progress: "waiting" });
});

it("[APP-08] an edit keeps the old value and the base of the moment at which the field was touched", async () => {
  const here = await tab();
  const before = alder(here);
  const first = edited({}, before, "name", "B");
  const newer: LocalRecord = { ...before, version: 9, values: { name: "Office", city: "Luleå" } };

  const edits = edited(edited(first, newer, "name", "Birch"), newer, "city", "Kiruna");

  expect(edits).toEqual({
    name: { value: "Birch", old: "Alder", base: 4 },
    city: { value: "Kiruna", old: "Luleå", base: 9 },
  });
  expect(overtaken(edits, newer)).toEqual(["name"]);
  expect(edited(edits, newer, "name", "Alder")).not.toHaveProperty("name");
});

it("two tabs that save at once keep both changes, in an order", async () => {
  const disk: MemoryDisk = new Map();
  const [one, two] = [await tab(disk), await tab(disk)];

  await Promise.all([
    one.commands.createRecord("customer", { name: "Birch" }),
    two.commands.createRecord("customer", { name: "Cedar" }),
    one.commands.createRecord("customer", { name: "Dogwood" }),
  ]);
  await one.replica.reload();

  const names = acts(one).map((act) => (act.kind === "create" ? act.values.name : null));
  expect(names.toSorted()).toEqual(["Birch", "Cedar", "Dogwood"]);
  expect(one.replica.outbox.entries.value.map(({ order }) => order)).toEqual([1, 2, 3]);
});

it("[inv 38] no change is given the place of one that has gone to the log of what was sent", async () => {
  const disk: MemoryDisk = new Map();
  const here = await tab(disk);
  await here.commands.createRecord("customer", { name: "Birch" });
  const [sent] = here.replica.outbox.entries.peek();
  const answered = sent && { ...sent, number: 1, settled: true, answeredAt: "2026-01-01T00:00:00.000Z" };
  const { operations, adopt } = here.replica.outbox.prepare(answered ? [answered] : []);
  await here.replica.storage.commit("push.outcomes", operations, "strict");
  adopt();
  await here.replica.outbox.prune("2026-02-01T00:00:00.000Z", () => false);

  const again = await tab(disk);
  for (const one of [here, again]) await one.commands.createRecord("customer", { name: "Cedar" });

  const orders = [here, again].map(({ replica }) => replica.outbox.entries.peek().at(-1)?.order);
  expect(sent?.order).toBe(1);
  expect(orders).toEqual([2, 3]);
});
