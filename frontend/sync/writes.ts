/**
 * What must be written so that the store holds the records as they are now.
 *
 * New rows lie beside the packs. A record that goes, or a value that is no longer given, is taken out of its pack by
 * writing the pack anew in the same commit: nothing that must go is left for compaction.
 */
import { entityPrefix, type Pack, recordKey } from "../local/database";
import { holding, pack, unpack } from "../local/packs";
import { clear, type Operation, put, remove, type Storage } from "../local/storage";
import type { Row } from "../protocol";
import type { Fate, Incoming } from "./incoming";

/** Return the writes for all records that came. @throws StorageFailed */
export async function recordWrites(storage: Storage, { records }: Incoming): Promise<Operation[]> {
  const writes: Operation[] = [];
  for (const [entity, fates] of records) {
    for (const [id, fate] of fates) {
      const key = recordKey(entity, id);
      writes.push(typeof fate === "string" ? remove("row", key) : put("row", key, fate));
    }
    writes.push(...(await packWrites(storage, entity, fates)));
  }
  return writes;
}

/** Return the packs of a snapshot's rows, which are sorted. */
export function packsOf(entity: string, rows: readonly Row[]): Operation[] {
  return pack(rows).map((one) => put("pack", recordKey(entity, one.first), one));
}

export function clearEntity(entity: string): Operation[] {
  return [clear("pack", entityPrefix(entity)), clear("row", entityPrefix(entity))];
}

/** Return those keys (`entity/id`) under which no record is stored. @throws StorageFailed */
export async function absent(storage: Storage, keys: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const key of keys) {
    if (await storage.read("apply.packs", "row", key)) continue;
    const [entity = "", id] = key.split("/");
    const packs = await storage.keys("apply.packs", "pack", entityPrefix(entity));
    const at = holding(packs, key);
    const found = at && ((await storage.read("apply.packs", "pack", at)) as Pack | undefined);
    if (!found || !unpack(found).some((row) => row[0] === id)) missing.push(key);
  }
  return missing;
}

async function packWrites(
  storage: Storage,
  entity: string,
  fates: ReadonlyMap<string, Fate>,
): Promise<Operation[]> {
  const keys = await storage.keys("apply.packs", "pack", entityPrefix(entity));
  const touched = new Set<string>();
  for (const id of fates.keys()) {
    const key = holding(keys, recordKey(entity, id));
    if (key) touched.add(key);
  }
  const writes: Operation[] = [];
  for (const key of touched) {
    const old = (await storage.read("apply.packs", "pack", key)) as Pack | undefined;
    if (!old) continue;
    const rows = unpack(old);
    const kept = rows.filter((row) => !mustGo(row, fates.get(row[0])));
    if (kept.length === rows.length) continue;
    writes.push(remove("pack", key), ...packsOf(entity, kept));
  }
  return writes;
}

/** A packed row may stay below a newer one only if that one still gives every value. */
function mustGo([, , values]: Row, fate: Fate | undefined): boolean {
  if (fate === undefined) return false;
  return typeof fate === "string" || Object.keys(values).some((field) => !(field in fate[2]));
}
