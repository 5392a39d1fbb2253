import { signal } from "@preact/signals-core";
import { expect, it } from "vitest";
import { Commands, DownOnly } from "../../../frontend/local/commands";
import { copyOf } from "../../../frontend/local/database";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import type { Replica } from "../../../frontend/local/replica";
import { type FailureReason, StorageFailed } from "../../../frontend/local/storage";
import type { Act, Row } from "../../../frontend/protocol";
import { systemClock } from "../../../frontend/shared/clock";
import { newIds } from "../../../frontend/shared/ids";
import { openReplica } from "../../../frontend/sync/opening";
import { packsOf } from "../../../frontend/sync/packed";
import { effective, entity, field } from "../metadata/builders";
import { profile, standing, taken } from "./standings";

const ALDER = "01900000-0000-7000-8000-000000000001";
const ELSEWHERE = "01900000-0000-7000-8000-000000000099";

interface Here {
  readonly replica: Replica;
  readonly commands: Commands;
  readonly acts: () => Act[];
}

async function here(
  values: Row[2] = { name: "Alder", owner: "me" },
  failed: FailureReason | null = null,
): Promise<Here> {
  const disk: MemoryDisk = new Map();
  const failure = signal(failed && new StorageFailed(failed));
  const storage = { ...memoryStorage(disk), failure };
  await storage.commit("apply.direct", packsOf("customer", copyOf(null), [[ALDER, 4, values]]), "relaxed");
  const replica = await openReplica(storage, ownLocks(), "me");
  await replica.records.ensure("customer");
  const commands = new Commands({ replica, clock: systemClock, newId: newIds(), saved: () => undefined });
  return { replica, commands, acts: () => replica.outbox.entries.value.flatMap((entry) => [...entry.acts]) };
}

it("assigning shows the new owner at once, and waits like any other change", async () => {
  const { replica, commands, acts } = await here();

  await commands.assignRecord("customer", ALDER, "colleague");

  expect(replica.records.get("customer", ALDER)).toMatchObject({
    values: { name: "Alder", owner: "colleague" },
    state: "modified",
    progress: "waiting",
  });
  expect(acts()).toEqual([
    { kind: "assign", entity: "customer", record: ALDER, owner: "colleague", base: 4 },
  ]);
});

it("a phone that was full takes the next change as soon as there is room; a broken store takes none", async () => {
  const [full, broken] = await Promise.all([here(undefined, "quota"), here(undefined, "broken")]);

  await full.commands.assignRecord("customer", ALDER, "colleague");

  expect(full.acts()).toHaveLength(1);
  await expect(broken.commands.assignRecord("customer", ALDER, "colleague")).rejects.toThrow(StorageFailed);
});

it("of owners that were given before anything was sent the last one counts; the same one again is nothing", async () => {
  const { commands, acts } = await here();

  await commands.assignRecord("customer", ALDER, "me");
  await commands.assignRecord("customer", ALDER, "colleague");
  await commands.assignRecord("customer", ALDER, "my-team");

  expect(acts()).toEqual([{ kind: "assign", entity: "customer", record: ALDER, owner: "my-team", base: 4 }]);
});

it("sharing waits without changing the record; the last word for one person counts", async () => {
  const { replica, commands, acts } = await here();

  await commands.shareRecord("customer", ALDER, "one", ["read", "edit"]);
  await commands.shareRecord("customer", ALDER, "another", ["read"]);
  await commands.shareRecord("customer", ALDER, "one", []);

  expect(replica.records.get("customer", ALDER)).toMatchObject({ state: "clean", progress: "waiting" });
  expect(acts()).toEqual([
    { kind: "share", entity: "customer", record: ALDER, with: "one", may: [] },
    { kind: "share", entity: "customer", record: ALDER, with: "another", may: ["read"] },
  ]);
});

it("[DAT-11] [BEY-09] a pin shows at once, of a record that is not here too, and marks no record", async () => {
  const { replica, commands, acts } = await here();

  await commands.keepRecord("customer", ALDER, "pin", true);
  await commands.keepRecord("customer", ELSEWHERE, "follow", true);

  expect(replica.kept.has("customer", ALDER, "pin")).toBe(true);
  expect(replica.kept.has("customer", ALDER, "follow")).toBe(false);
  expect(replica.kept.has("customer", ELSEWHERE, "follow")).toBe(true);
  expect(replica.records.get("customer", ALDER)).toMatchObject({ state: "clean", progress: "none" });
  expect(replica.records.list("customer").map(({ id }) => id)).toEqual([ALDER]);
  expect(acts()).toHaveLength(2);
});

it("[BEY-09] to pin and unpin before anything was sent is nothing", async () => {
  const { replica, commands, acts } = await here();

  await commands.keepRecord("customer", ALDER, "pin", true);
  await commands.keepRecord("customer", ALDER, "follow", true);
  await commands.keepRecord("customer", ALDER, "pin", false);
  await commands.keepRecord("customer", ALDER, "pin", false);

  expect(acts()).toEqual([{ kind: "keep", entity: "customer", record: ALDER, how: "follow", on: true }]);
  expect(replica.kept.list()).toEqual([{ how: "follow", entity: "customer", record: ALDER }]);
});

it("[DAT-11] unfollowing what the office knows to be followed is an act, and following it again none", async () => {
  const { replica, commands, acts } = await here();
  replica.standing.value = standing({ kept: [{ entity: "customer", record: ALDER, how: "follow" }] });

  await commands.keepRecord("customer", ALDER, "follow", true);
  const nothing = acts();
  await commands.keepRecord("customer", ALDER, "follow", false);
  const off = replica.kept.has("customer", ALDER, "follow");
  await commands.keepRecord("customer", ALDER, "follow", true);

  expect(nothing).toEqual([]);
  expect(off).toBe(false);
  expect(replica.kept.has("customer", ALDER, "follow")).toBe(true);
  expect(acts()).toEqual([]);
});

it("a pin that was sent is undone by its opposite", async () => {
  const { replica, commands, acts } = await here();
  await commands.keepRecord("customer", ALDER, "pin", true);
  const [entry] = replica.outbox.entries.value;
  if (!entry) throw new Error("no change");
  const outcome = {
    id: entry.id,
    number: 1,
    status: "applied",
    seq: 9,
    problem: null,
    records: [],
    conflicts: [],
    blockedBy: null,
  } as const;
  const { operations, adopt } = replica.outbox.prepare([
    { ...entry, number: 1, outcome: { ...outcome, records: [], conflicts: [] } },
  ]);
  await replica.storage.commit("push.outcomes", operations, "strict");
  adopt();

  await commands.undoChange(entry.id);

  expect(acts().at(-1)).toEqual({ kind: "keep", entity: "customer", record: ALDER, how: "pin", on: false });
  expect(replica.kept.has("customer", ALDER, "pin")).toBe(false);
});

it("[SEC-05] [OUT-07] what is reserved is never sent, and what only comes down is refused here", async () => {
  const { replica, commands, acts } = await here();
  const customer = entity("customer", [field("name", "text"), field("city", "text"), field("note", "text")]);
  const fields = [
    { id: "name", direction: "two_way" as const },
    { id: "city", direction: "down" as const },
  ];
  replica.metadata.value = {
    ...effective({ entities: [customer] }),
    profile: profile([taken("customer", { fields })]),
  };

  await commands.createRecord("customer", { name: "Birch", owner: "somebody", shared: ["edit"] });
  await commands.editRecord("customer", ALDER, { owner: { value: "x", old: "me", base: 4 } });
  const refused = commands.editRecord("customer", ALDER, { city: { value: "Umeå", old: null, base: 4 } });

  const unseen = commands.editRecord("customer", ALDER, { note: { value: "Tall", old: null, base: 4 } });

  await expect(refused).rejects.toBeInstanceOf(DownOnly);
  await expect(unseen).rejects.toBeInstanceOf(DownOnly);
  expect(acts()).toEqual([expect.objectContaining({ kind: "create", values: { name: "Birch" } })]);
});

const LINE = "01900000-0000-7000-8000-0000000000aa";

it("[L19] what a form says of a record and its lines is one change, without what is empty or no field", async () => {
  const { replica, commands, acts } = await here();

  await commands.saveForm([
    {
      kind: "create",
      entity: "customer",
      record: ELSEWHERE,
      values: { name: "Birch", city: null, owner: "me" },
    },
    { kind: "create", entity: "order", record: LINE, values: { customer: ELSEWHERE } },
    { kind: "set", entity: "customer", record: ALDER, edits: {} },
  ]);

  expect(replica.outbox.entries.value).toHaveLength(1);
  expect(acts()).toEqual([
    { kind: "create", entity: "customer", record: ELSEWHERE, values: { name: "Birch" } },
    { kind: "create", entity: "order", record: LINE, values: { customer: ELSEWHERE } },
  ]);
});

it("[L19] a record that was made with its lines and never sent is taken back with them", async () => {
  const { replica, commands, acts } = await here();
  await commands.saveForm([
    { kind: "create", entity: "customer", record: ELSEWHERE, values: { name: "Birch" } },
    { kind: "create", entity: "order", record: LINE, values: { customer: ELSEWHERE } },
  ]);

  await commands.deleteRecord("customer", ELSEWHERE);

  expect(acts()).toEqual([]);
  expect(replica.records.get("customer", ELSEWHERE)).toBeUndefined();
});

it("[L19] a line that may not be changed here keeps all of its form from being saved", async () => {
  const { replica, commands, acts } = await here();
  replica.metadata.value = {
    ...effective({ entities: [entity("customer", [field("name", "text")])] }),
    profile: profile([taken("customer", { direction: "down" })]),
  };

  const saving = commands.saveForm([
    { kind: "create", entity: "order", record: LINE, values: { customer: ALDER } },
    {
      kind: "set",
      entity: "customer",
      record: ALDER,
      edits: { name: { value: "Birch", old: "Alder", base: 4 } },
    },
  ]);

  await expect(saving).rejects.toBeInstanceOf(DownOnly);
  expect(acts()).toEqual([]);
});
