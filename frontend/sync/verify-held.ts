/**
 * What this phone really holds: read from the store, never from memory, one pack at a time.
 *
 * Each read of the store lets the page have its turn, so that counting fifty thousand records is never felt.
 */
import {
  type Checkpoint,
  copyInView,
  entityPrefix,
  KV,
  type Pack,
  packPrefix,
  placeOf,
} from "../local/database";
import { unpack } from "../local/packs";
import type { Replica } from "../local/replica";
import type { Row } from "../protocol";

/** The checkpoint moved while we counted: another tab applied. */
export class Moved extends Error {
  override readonly name = "Moved";
}

/** Return the entities of which anything is stored, and those of which something should be. @throws StorageFailed */
export async function entitiesHeld(replica: Replica): Promise<string[]> {
  const { storage } = replica;
  return replica.reading("compaction.read", async () => {
    const checkpoint = await storedCheckpoint(replica);
    const packs = await storage.keys("compaction.read", "pack", "");
    const rows = await storage.keys("compaction.read", "row", "");
    const packed = packs
      .map(placeOf)
      .filter(({ copy, entity }) => copy === copyInView(checkpoint, entity))
      .map(({ entity }) => entity);
    const found = new Set([...Object.keys(checkpoint?.counts ?? {}), ...packed, ...rows.map(entityOf)]);
    return [...found].sort();
  });
}

/**
 * Take every row of an entity once, as it is stored.
 *
 * @param cursor that of the checkpoint at which all of it must lie
 * @throws Moved, StorageFailed
 */
export async function eachHeld(
  replica: Replica,
  entity: string,
  cursor: string,
  signal: AbortSignal,
  take: (row: Row) => void,
): Promise<void> {
  const { storage } = replica;
  // The lock is held all the while: compaction moves rows from one place to the other.
  await replica.reading("compaction.read", async () => {
    const checkpoint = await storedCheckpoint(replica);
    if (checkpoint?.cursor !== cursor) throw new Moved();
    const loose = await storage.readAll("compaction.read", [{ store: "row", prefix: entityPrefix(entity) }]);
    const newer = new Set<string>();
    for (const { value } of loose.flat()) {
      const row = value as Row;
      newer.add(row[0]);
      take(row);
    }
    const prefix = packPrefix(entity, copyInView(checkpoint, entity));
    for (const key of await storage.keys("compaction.read", "pack", prefix)) {
      signal.throwIfAborted();
      const pack = (await storage.read("compaction.read", "pack", key)) as Pack | undefined;
      for (const row of pack ? unpack(pack) : []) if (!newer.has(row[0])) take(row);
    }
  });
}

/** Another tab may have applied since memory was read. */
async function storedCheckpoint({ storage }: Replica): Promise<Checkpoint | null> {
  return ((await storage.read("compaction.read", "kv", KV.checkpoint)) as Checkpoint | undefined) ?? null;
}

function entityOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
