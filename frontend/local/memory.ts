/**
 * The store in memory, with the semantics of the real one: for the preview, simulations and tests.
 *
 * What is kept lies in a `MemoryDisk`, which outlives the storage opened on it, as a disk outlives a crash.
 */
import { signal } from "@preact/signals-core";
import type { StoreName } from "./database";
import { type Entry, Stale, type Storage, StorageFailed, type Wanted } from "./storage";

export type MemoryDisk = Map<StoreName, Map<string, unknown>>;

export function memoryStorage(disk: MemoryDisk = new Map()): Storage {
  const failure = signal<StorageFailed | null>(null);
  let closed = false;

  function store(name: StoreName): Map<string, unknown> {
    let found = disk.get(name);
    if (!found) {
      found = new Map();
      disk.set(name, found);
    }
    return found;
  }

  function select(wanted: Wanted): Entry[] {
    const all = store(wanted.store);
    if ("key" in wanted) {
      return all.has(wanted.key) ? [{ key: wanted.key, value: structuredClone(all.get(wanted.key)) }] : [];
    }
    return matching(wanted.store, wanted.prefix).map((key) => ({
      key,
      value: structuredClone(all.get(key)),
    }));
  }

  function matching(name: StoreName, prefix: string): string[] {
    return [...store(name).keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  /** As with a disk, the answer never comes in the same turn. */
  async function opened(): Promise<void> {
    await Promise.resolve();
    if (closed) throw new StorageFailed("lost");
  }

  return {
    failure,
    async read(_site, name, key) {
      await opened();
      return structuredClone(store(name).get(key));
    },
    async readAll(_site, wanted) {
      await opened();
      return wanted.map(select);
    },
    async keys(_site, name, prefix) {
      await opened();
      return matching(name, prefix);
    },
    async commit(_site, operations) {
      await opened();
      const written = operations.map((operation) =>
        operation.kind === "put" ? { ...operation, value: structuredClone(operation.value) } : operation,
      );
      for (const one of written) {
        if (one.kind === "check" && !one.holds(store(one.store).get(one.key)))
          throw new Stale(one.store, one.key);
      }
      for (const one of written) {
        if (one.kind === "put") store(one.store).set(one.key, one.value);
        if (one.kind === "delete") store(one.store).delete(one.key);
        if (one.kind === "clear")
          for (const key of matching(one.store, one.prefix)) store(one.store).delete(key);
      }
    },
    close() {
      closed = true;
    },
  };
}
