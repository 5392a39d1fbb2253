/**
 * The store in IndexedDB, behind the storage port. It alone owns the connection.
 *
 * Browsers lose connections (WebKit 197050, 277615) and backing stores (Chromium). A handle that failed is dropped,
 * never used again; the call is made anew on a fresh one, at most three times, and then the failure is shown. A
 * commit resolves on the transaction's `complete` and on nothing else.
 */
import { signal } from "@preact/signals-core";
import { type IDBPDatabase, type IDBPTransaction, openDB, unwrap } from "idb";
import { type Clock, systemClock } from "../shared/clock";
import { within } from "../shared/deadline";
import { LAYOUTS, type StoreName } from "./database";
import {
  type Entry,
  type FailureReason,
  type Operation,
  Stale,
  type Storage,
  StorageFailed,
} from "./storage";

const HEALS = 3;
const OPEN_DEADLINE = 10_000;

/** Checks that are read one by one. */
const FEW = 16;

type Check = Extract<Operation, { kind: "check" }>;
type Writing = IDBPTransaction<unknown, StoreName[], "readwrite">;

/** Open the database of that name, lazily: the first call connects. */
export function indexedDbStorage(name: string, clock: Clock = systemClock): Storage {
  const failure = signal<StorageFailed | null>(null);
  let connection: Promise<IDBPDatabase> | null = null;
  let closed = false;

  function connect(): Promise<IDBPDatabase> {
    if (!connection) {
      const opening = within(clock, OPEN_DEADLINE, () => open(name, () => drop(opening)));
      connection = opening;
      opening.catch(() => drop(opening));
    }
    return connection;
  }

  function drop(which: Promise<IDBPDatabase>): void {
    if (connection === which) connection = null;
    which.then((database) => database.close()).catch(() => undefined);
  }

  async function healed<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      if (closed) throw new StorageFailed("lost");
      const using = connect();
      try {
        const value = await work(await using);
        failure.value = null;
        return value;
      } catch (error) {
        if (error instanceof Stale || isProgramming(error)) throw error;
        const failed = new StorageFailed(classify(error), error);
        drop(using);
        if (failed.reason !== "quota" && attempt < HEALS) continue;
        failure.value = failed;
        throw failed;
      }
    }
  }

  return {
    failure,
    read: (_site, store, key) => healed((database) => database.get(store, key)),
    readAll: (_site, wanted) =>
      healed(async (database) => {
        if (wanted.length === 0) return []; // a transaction over no store is an error
        const transaction = database.transaction([...new Set(wanted.map(({ store }) => store))], "readonly");
        const found = wanted.map(async (one): Promise<readonly Entry[]> => {
          const store = transaction.objectStore(one.store);
          const range = "key" in one ? IDBKeyRange.only(one.key) : startingWith(one.prefix);
          const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
          return keys.map((key, at) => ({ key: String(key), value: values[at] as unknown }));
        });
        const [all] = await Promise.all([Promise.all(found), transaction.done]);
        return all;
      }),
    keys: (_site, store, prefix) =>
      healed(async (database) => (await database.getAllKeys(store, startingWith(prefix))).map(String)),
    commit: (_site, operations, durability) =>
      healed(async (database) => {
        if (operations.length === 0) return;
        const stores = [...new Set(operations.map(({ store }) => store))];
        const transaction: Writing = database.transaction(stores, "readwrite", { durability });
        await write(transaction, operations);
      }),
    close() {
      closed = true;
      if (connection) drop(connection);
    },
  };
}

function open(name: string, lost: () => void): Promise<IDBPDatabase> {
  return openDB(name, LAYOUTS.length, {
    upgrade(database, from) {
      for (const stores of LAYOUTS.slice(from)) for (const store of stores) database.createObjectStore(store);
    },
    // Another tab has a newer layout: hold it up and it waits for ever.
    blocking: lost,
    terminated: lost,
  });
}

async function write(transaction: Writing, operations: readonly Operation[]): Promise<void> {
  // A failed request aborts the transaction, and `done` tells of it.
  const done = transaction.done;
  done.catch(() => undefined);
  const checks = operations.filter((one) => one.kind === "check");
  const found = await stored(transaction, checks);
  const failed = checks.find((one) => !one.holds(found.get(one)));
  if (failed) {
    transaction.abort();
    throw new Stale(failed.store, failed.key);
  }
  // The bare requests: of thousands, each would be given two listeners and a promise that nobody waits for.
  const bare = unwrap(transaction);
  try {
    for (const one of operations) {
      const store = bare.objectStore(one.store);
      if (one.kind === "put") store.put(one.value, one.key);
      if (one.kind === "delete") store.delete(one.key);
      if (one.kind === "clear") store.delete(startingWith(one.prefix));
    }
  } catch (error) {
    // A request that could not even be made aborts nothing: those before it would be kept without it.
    transaction.abort();
    throw error;
  }
  await done;
}

/** Read what checks look at: of many, those that lie close together by one request. */
async function stored(transaction: Writing, checks: readonly Check[]): Promise<ReadonlyMap<Check, unknown>> {
  const found = new Map<Check, unknown>();
  const reading = [...new Set(checks.map((one) => one.store))].map(async (name) => {
    const store = transaction.objectStore(name);
    const some = checks.filter((one) => one.store === name);
    const keys = some.map(({ key }) => key).sort();
    const near = new Map<string, unknown>();
    if (some.length > FEW) {
      const wanted = [IDBKeyRange.bound(keys[0], keys.at(-1)), 2 * some.length] as const;
      const [there, values] = await Promise.all([store.getAllKeys(...wanted), store.getAll(...wanted)]);
      there.forEach((key, at) => {
        near.set(String(key), values[at]);
      });
    }
    // Asked all at once: one after the other each would wait for the answer to the one before.
    const each = some.map(async (one) => {
      found.set(one, near.has(one.key) ? near.get(one.key) : await store.get(one.key));
    });
    await Promise.all(each);
  });
  await Promise.all(reading);
  return found;
}

function startingWith(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

function classify(error: unknown): FailureReason {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  const words = error instanceof Error || error instanceof DOMException ? error.message : "";
  if (name === "QuotaExceededError" || /quota|disk is full|FILE_ERROR_NO_SPACE/i.test(words)) return "quota";
  if (name === "DeadlinePassed" || name === "VersionError") return "blocked";
  if (name === "InvalidStateError" || name === "AbortError" || /connection|closing/i.test(words))
    return "lost";
  return "broken";
}

/** A value that cannot be stored is our mistake; opening anew would not mend it. */
function isProgramming(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "DataCloneError" || error.name === "DataError");
}
