import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { indexedDbStorage } from "../../../frontend/local/indexed-db";
import { memoryStorage } from "../../../frontend/local/memory";
import {
  check,
  clear,
  put,
  remove,
  Stale,
  type Storage,
  StorageFailed,
} from "../../../frontend/local/storage";

let number = 0;
let name = "";

beforeEach(() => {
  number += 1;
  name = `satchel:test-${number}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await deleteDB(name);
});

const kinds: readonly (readonly [string, () => Storage])[] = [
  ["IndexedDB", () => indexedDbStorage(name)],
  ["memory", () => memoryStorage()],
];

describe.each(kinds)("the store in %s", (_kind, open) => {
  it("keeps a commit whole, and gives ranges in key order", async () => {
    const storage = open();

    await storage.commit(
      "outbox.save",
      [put("row", "b/2", 2), put("row", "b/1", 1), put("row", "c/1", 3)],
      "strict",
    );
    const [rows, one] = await storage.readAll("table.load", [
      { store: "row", prefix: "b/" },
      { store: "row", key: "c/1" },
    ]);

    expect(rows).toEqual([
      { key: "b/1", value: 1 },
      { key: "b/2", value: 2 },
    ]);
    expect(one).toEqual([{ key: "c/1", value: 3 }]);
    storage.close();
  });

  it("does nothing of a commit whose check does not hold", async () => {
    const storage = open();
    await storage.commit("outbox.save", [put("kv", "a", 1)], "strict");

    const writing = storage.commit(
      "outbox.save",
      [put("kv", "b", 2), check("kv", "a", (value) => value === 9), remove("kv", "a")],
      "strict",
    );

    await expect(writing).rejects.toBeInstanceOf(Stale);
    expect(await storage.keys("journal.pages", "kv", "")).toEqual(["a"]);
    storage.close();
  });

  it("does nothing of a commit of which one value cannot be stored", async () => {
    const storage = open();

    const writing = storage.commit("outbox.save", [put("kv", "a", 1), put("kv", "b", () => 2)], "strict");

    await expect(writing).rejects.toThrow(DOMException);
    expect(await storage.read("journal.pages", "kv", "a")).toBeUndefined();
    storage.close();
  });

  it("looks at every one of many checks, wherever their keys lie", async () => {
    const storage = open();
    const key = (at: number) => String(at).padStart(4, "0");
    const all = Array.from({ length: 200 }, (_, at) => at);
    await storage.commit(
      "outbox.save",
      all.map((at) => put("change", key(at), at)),
      "strict",
    );
    // Close together, with a gap that is longer than they are, one in another store, and one that is not there.
    const looked = [...all.slice(0, 30), ...all.slice(170)];
    const others = [
      check("kv", "0007", (value) => value === undefined),
      check("change", "0005x", (value) => value === undefined),
    ];
    const checks = (wrong: number | null) =>
      looked.map((at) => check("change", key(at), (value) => value === at && at !== wrong));

    await storage.commit("push.outcomes", [...checks(null), ...others, put("kv", "kept", true)], "strict");
    for (const wrong of looked.filter((at) => at % 6 === 0)) {
      const writing = storage.commit(
        "push.outcomes",
        [...checks(wrong), ...others, put("kv", "lost", 1)],
        "strict",
      );
      await expect(writing).rejects.toMatchObject({ key: key(wrong) });
    }

    expect(await storage.keys("journal.pages", "kv", "")).toEqual(["kept"]);
    storage.close();
  });

  it("clears by prefix and takes only what begins with it", async () => {
    const storage = open();
    await storage.commit("outbox.save", [put("pack", "a/1", 1), put("pack", "ab/1", 2)], "relaxed");

    await storage.commit("compaction.write", [clear("pack", "a/")], "relaxed");

    expect(await storage.keys("journal.pages", "pack", "")).toEqual(["ab/1"]);
    storage.close();
  });

  it("keeps what it was given, not what is made of it afterwards", async () => {
    const storage = open();
    const value = { list: [1] };

    await storage.commit("outbox.save", [put("kv", "a", value)], "strict");
    value.list.push(2);

    expect(await storage.read("journal.pages", "kv", "a")).toEqual({ list: [1] });
    storage.close();
  });
});

describe("when the browser loses the database", () => {
  it("opens a fresh connection and goes on", async () => {
    const storage = indexedDbStorage(name);
    await storage.commit("outbox.save", [put("kv", "a", 1)], "strict");
    let broken = 0;
    const transaction = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...given) {
      broken += 1;
      if (broken <= 2) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
      return transaction.apply(this, given);
    });

    await storage.commit("outbox.save", [put("kv", "b", 2)], "strict");

    expect(await storage.keys("journal.pages", "kv", "")).toEqual(["a", "b"]);
    expect(storage.failure.value).toBeNull();
    storage.close();
  });

  it("gives up after three fresh connections, visibly, and never says that it has saved", async () => {
    const storage = indexedDbStorage(name);
    await storage.commit("outbox.save", [put("kv", "b", 2)], "strict");
    let tries = 0;
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
      tries += 1;
      throw new DOMException("Internal error opening backing store", "UnknownError");
    });

    const writing = storage.commit("outbox.save", [put("kv", "a", 1)], "strict");

    await expect(writing).rejects.toBeInstanceOf(StorageFailed);
    expect(tries).toBe(4);
    expect(storage.failure.value?.reason).toBe("broken");
    storage.close();
  });

  it("does not repeat a write that found the disk full", async () => {
    const storage = indexedDbStorage(name);
    let tries = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      tries += 1;
      throw new DOMException("The quota has been exceeded", "QuotaExceededError");
    });

    const writing = storage.commit("outbox.save", [put("kv", "a", 1)], "strict");

    await expect(writing).rejects.toMatchObject({ reason: "quota" });
    expect(tries).toBe(1);
    expect(storage.failure.value?.reason).toBe("quota");
    storage.close();
  });

  it("closes for a newer layout instead of blocking it", async () => {
    const storage = indexedDbStorage(name);
    await storage.commit("outbox.save", [put("kv", "a", 1)], "strict");

    const newer = await openDB(name, 99);

    expect(newer.version).toBe(99);
    newer.close();
    storage.close();
  });
});
