/**
 * Packs as they are written: of one entity, in one of the two places where a copy lies.
 */
import { type Copy, entityPrefix, type Pack, packPrefix, placeOf, recordKey } from "../local/database";
import { holding, pack, unpack } from "../local/packs";
import { clear, type Operation, put, type Storage } from "../local/storage";
import type { Row } from "../protocol";

/** Return the packs of rows, which are sorted. */
export function packsOf(entity: string, copy: Copy, rows: readonly Row[]): Operation[] {
  return packWrites(entity, copy, pack(rows));
}

export function packWrites(entity: string, copy: Copy, packs: readonly Pack[]): Operation[] {
  return packs.map((one) => put("pack", packPrefix(entity, copy) + one.first, one));
}

export function clearEntity(entity: string, copy: Copy): Operation[] {
  return [clear("pack", packPrefix(entity, copy)), clear("row", entityPrefix(entity))];
}

/** Return what removes a copy's packs, whatever entities it has. @throws StorageFailed */
export async function clearCopy(storage: Storage, copy: Copy): Promise<Operation[]> {
  const places = (await storage.keys("snapshot.staged", "pack", "")).map(placeOf);
  const prefixes = places.filter((place) => place.copy === copy).map(({ prefix }) => prefix);
  return [...new Set(prefixes)].map((prefix) => clear("pack", prefix));
}

/** Return those keys (`entity/id`) under which no record is stored. @throws StorageFailed */
export async function absent(storage: Storage, copy: Copy, keys: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const key of keys) {
    if (await storage.read("apply.packs", "row", key)) continue;
    const [entity = "", id = ""] = key.split("/");
    const prefix = packPrefix(entity, copy);
    const at = holding(await storage.keys("apply.packs", "pack", prefix), prefix + id);
    const found = at && ((await storage.read("apply.packs", "pack", at)) as Pack | undefined);
    if (!found || !unpack(found).some((row) => row[0] === id)) missing.push(recordKey(entity, id));
  }
  return missing;
}
