import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deltaKey, KV, LAYOUTS, snapshotKey } from "../../../frontend/local/database";
import { indexedDbStorage } from "../../../frontend/local/indexed-db";
import { pack } from "../../../frontend/local/packs";
import type { Storage } from "../../../frontend/local/storage";
import { Office } from "./office";
import { Phone, Wire } from "./phone";

const CURSOR = JSON.stringify({ head: 2, generation: 1 });
const CHECKPOINT = {
  cursor: CURSOR,
  generation: 1,
  head: 2,
  at: "2026-11-20T12:00:00.000Z",
  counts: { customer: 2 },
};
const DEVICE = { id: "d", nonce: null, nextNonce: null, nextNumber: 1, epoch: "first", renewed: false };
/** As the first version of the app wrote them: profiles had one rule, changes knew of no masks. */
const METADATA = {
  metadataVersion: 1,
  model: { version: 1, entities: [] },
  organisation: "Alder",
  person: { id: "me", name: "Ada", language: "en" },
  privileges: [],
  profile: {
    id: "everyone",
    label: {},
    version: 1,
    entities: [{ id: "customer", rule: { kind: "all" }, files: "none", stage: 1 }],
  },
  rights: { customer: ["read", "edit"] },
  workspaces: [],
};

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

const CHANGE = {
  order: 1,
  revision: 1,
  id: id(90),
  madeAt: "2026-11-20T12:00:00.000Z",
  metadataVersion: 1,
  acts: [
    {
      kind: "set",
      entity: "customer",
      record: id(1),
      edits: { name: { value: "Mine", old: "Alder", base: 1 } },
    },
  ],
  effects: [],
  source: null,
  blobs: [],
  number: null,
  sentAt: null,
  outcome: null,
  answeredAt: null,
  coveredBy: 0,
  settled: false,
  lost: [],
};

let number = 0;
let name = "";
let storage: Storage;

beforeEach(() => {
  number += 1;
  name = `satchel:older-${number}`;
});

afterEach(async () => {
  storage.close();
  await deleteDB(name);
});

/** Make a store as the first version of the app left it. */
async function olderStore(
  kv: Readonly<Record<string, unknown>> = {},
  staged: readonly unknown[] = [],
  pages: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const database = await openDB(name, 1, {
    upgrade: (fresh) => {
      for (const store of LAYOUTS[0] ?? []) fresh.createObjectStore(store);
    },
  });
  const [packed] = pack([
    [id(1), 1, { name: "Alder" }],
    [id(2), 1, { name: "Birch" }],
  ]);
  await database.put("pack", packed, `customer/${id(1)}`);
  await database.put("row", [id(2), 2, { name: "Birch, newer" }], `customer/${id(2)}`);
  await database.put("change", CHANGE, "000000000001");
  await database.put("draft", { id: "x", entity: "customer", record: id(3), values: { name: "Draft" } }, "x");
  const values = { [KV.checkpoint]: CHECKPOINT, [KV.device]: DEVICE, [KV.metadata]: METADATA, ...kv };
  for (const [key, value] of Object.entries(values)) await database.put("kv", value, key);
  for (const [key, rows] of Object.entries(pages)) await database.put("staging", rows, key);
  for (const [at, page] of staged.entries()) await database.put("staging", page, deltaKey(at));
  database.close();
}

async function opened(office = new Office()): Promise<Phone> {
  storage = indexedDbStorage(name);
  return Phone.open(new Wire(office), { storage });
}

describe("a store of the first version of the app", () => {
  it("[inv 3] opens with every record, change and draft that it had", async () => {
    await olderStore();

    const { replica } = await opened();
    await replica.records.ensure("customer");

    expect(replica.records.list("customer").map(({ values }) => values)).toEqual([
      { name: "Mine" },
      { name: "Birch, newer" },
    ]);
    expect(replica.outbox.entries.value).toEqual([CHANGE]);
    expect(replica.may("edit", "customer", { owner: "me" })).toBe(true);
    expect(replica.may("delete", "customer", { owner: "me" })).toBe(false);
    expect(await storage.read("open.state", "draft", "x")).toMatchObject({ values: { name: "Draft" } });
  });

  it("[inv 3] [inv 11] goes on with the journal that it had left", async () => {
    const journal = {
      snapshot: [],
      dropped: [],
      deltaPages: 2,
      checkpoint: { ...CHECKPOINT, head: 9, cursor: "later" },
      position: 1,
      lost: [],
      conflicts: [],
    };
    const page = {
      put: [{ entity: "customer", rows: [[id(4), 1, { name: "Cedar" }]] }],
      out: [{ entity: "customer", why: "left", records: [id(2)] }],
      conflicts: [],
    };
    await olderStore({ [KV.journal]: journal }, [{}, page]);

    const { replica } = await opened();
    await replica.records.ensure("customer");

    expect(replica.checkpoint.value?.cursor).toBe("later");
    expect(replica.records.list("customer").map(({ values }) => values.name)).toEqual(["Mine", "Cedar"]);
    expect(replica.records.get("customer", id(2))?.values).toEqual({ name: "Birch, newer" });
    expect(await storage.keys("open.state", "staging", "")).toEqual([]);
    expect(await storage.read("open.state", "kv", KV.journal)).toBeUndefined();
  });

  it("[inv 11] goes on with a new copy that it was putting into packs", async () => {
    const journal = {
      snapshot: [{ entity: "customer", pages: 1 }],
      dropped: ["sales_order"],
      deltaPages: 0,
      checkpoint: { ...CHECKPOINT, head: 9, cursor: "later" },
      position: 1,
      lost: [],
      conflicts: [],
    };
    const rows = [[id(1), 3, { name: "Alder, again" }]];
    await olderStore({ [KV.journal]: journal }, [], { [snapshotKey("customer", 0)]: rows });

    const { replica } = await opened();
    await replica.records.ensure("customer");

    expect(replica.checkpoint.value?.cursor).toBe("later");
    expect(replica.records.list("customer").map(({ id: record }) => record)).toEqual([id(1)]);
    expect(replica.records.get("customer", id(1))?.version).toBe(3);
    expect(await storage.keys("open.state", "staging", "")).toEqual([]);
  });

  it("fetches anew what it had begun to fetch", async () => {
    const office = new Office();
    office.write("customer", id(1), { name: "Alder" });
    const plan = {
      type: "plan",
      id: 1,
      plan: "old",
      cursor: "old",
      entities: [{ entity: "customer", count: 9, stage: 1, ends: [] }],
    };
    await olderStore({ [KV.plan]: plan, [KV.checkpoint]: { ...CHECKPOINT, cursor: "" } }, [], {
      [snapshotKey("customer", 0)]: [[id(9), 1, { name: "Stale" }]],
    });
    const phone = await opened(office);

    await phone.sync();
    await phone.idled();

    expect(await phone.values()).toEqual({ [`customer/${id(1)}`]: { name: "Mine" } });
    expect(await storage.keys("open.state", "staging", "")).toEqual([]);
  });

  it("syncs on from where it was", async () => {
    await olderStore();
    const office = new Office();
    office.write("customer", id(1), { name: "Alder" });
    office.write("customer", id(2), { name: "Birch, newer" });
    const phone = await opened(office);

    await phone.sync();
    await phone.idled();

    expect(await phone.values()).toEqual(office.expected());
    expect(office.values("customer", id(1))).toEqual({ name: "Mine" });
    expect(phone.replica.outbox.unanswered()).toEqual([]);
  });
});
