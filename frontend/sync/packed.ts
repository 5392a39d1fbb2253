/**
 * Packs as they are written: of one entity, in one of the two places where a copy lies.
 */
import { type Copy, entityPrefix, type Pack, packPrefix, placeOf } from "../local/database";
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

/** Return what removes packs, of whatever entities there are. @throws StorageFailed */
export async function clearPacks(
  storage: Storage,
  goes: (entity: string, copy: Copy) => boolean,
): Promise<Operation[]> {
  const places = (await storage.keys("snapshot.staged", "pack", "")).map(placeOf);
  const gone = places.filter(({ entity, copy }) => goes(entity, copy));
  const prefixes = new Set(gone.map(({ entity, copy }) => packPrefix(entity, copy)));
  return [...prefixes].map((prefix) => clear("pack", prefix));
}

/** Return those ids of an entity that its packs hold, reading each pack once. @throws StorageFailed */
export async function heldAmong(
  storage: Storage,
  prefix: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const keys = await storage.keys("apply.packs", "pack", prefix);
  const concerned = new Set(ids.map((id) => holding(keys, prefix + id)).filter((key) => key !== undefined));
  const wanted = new Set(ids);
  const held = new Set<string>();
  for (const key of concerned) {
    const found = (await storage.read("apply.packs", "pack", key)) as Pack | undefined;
    for (const [id] of found ? unpack(found) : []) if (wanted.has(id)) held.add(id);
  }
  return held;
}

/** Return those keys (`entity/id`) under which no record is stored. @throws StorageFailed */
export async function absent(storage: Storage, copy: Copy, keys: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const entity of new Set(keys.map((key) => key.slice(0, key.indexOf("/"))))) {
    const own = keys.filter((key) => key.startsWith(entityPrefix(entity)));
    const ids = own.map((key) => key.slice(entityPrefix(entity).length));
    const loose = new Set(await storage.keys("apply.packs", "row", entityPrefix(entity)));
    const packed = await heldAmong(storage, packPrefix(entity, copy), ids);
    missing.push(...own.filter((key, at) => !loose.has(key) && !packed.has(ids[at] ?? "")));
  }
  return missing;
}
