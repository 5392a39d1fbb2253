/**
 * Folding rows that changed since into their entity's packs, when nothing else is to do.
 */
import { type Checkpoint, copyInView, entityPrefix, KV, type Pack, packPrefix } from "../local/database";
import { byId, unpack } from "../local/packs";
import type { Replica } from "../local/replica";
import type { Row } from "../protocol";
import { clearEntity, packsOf } from "./packed";

/** Fewer loose rows than this are not worth the work. */
export const LOOSE_ROWS = 500;

/** Fold one entity that has enough loose rows; returns whether there was one. @throws StorageFailed */
export async function compactOnce(
  replica: Replica,
  entities: readonly string[],
  enough: number = LOOSE_ROWS,
): Promise<boolean> {
  const { storage, locks, lock } = replica;
  for (const entity of entities) {
    const prefix = entityPrefix(entity);
    const loose = await storage.keys("compaction.read", "row", prefix);
    if (loose.length < enough) continue;
    await locks.exclusive(lock, async () => {
      const copy = copyInView(await storedCheckpoint(replica), entity);
      const [packs = [], rows = []] = await storage.readAll("compaction.read", [
        { store: "pack", prefix: packPrefix(entity, copy) },
        { store: "row", prefix },
      ]);
      const all = new Map<string, Row>();
      for (const { value } of packs) for (const row of unpack(value as Pack)) all.set(row[0], row);
      for (const { value } of rows) all.set((value as Row)[0], value as Row);
      const sorted = [...all.values()].sort(byId);
      await storage.commit(
        "compaction.write",
        [...clearEntity(entity, copy), ...packsOf(entity, copy, sorted)],
        "relaxed",
      );
    });
    return true;
  }
  return false;
}

/** Another tab may have applied since memory was read. */
async function storedCheckpoint({ storage }: Replica): Promise<Checkpoint | null> {
  return ((await storage.read("compaction.read", "kv", KV.checkpoint)) as Checkpoint | undefined) ?? null;
}
