/**
 * Looking for marked values in everything that a phone holds: each byte of its store, and its memory.
 */
import { type IDBPDatabase, openDB } from "idb";
import type { Replica } from "../../../frontend/local/replica";
import type { Phone } from "./phone";

/** Return all that lies on a phone's memory disk, as text. */
export function diskText({ disk }: Phone): string {
  return JSON.stringify([...disk].map(([store, values]) => [store, [...values]]));
}

/** Return all that lies in an IndexedDB, as text: keys and values of every store, buffers as their bytes. */
export async function databaseText(name: string): Promise<string> {
  const database = await openDB(name);
  try {
    const stores = [...database.objectStoreNames].map((store) => storeText(database, store));
    return (await Promise.all(stores)).join("\n");
  } finally {
    database.close();
  }
}

/** Return what a replica has in memory, as text. */
export function memoryText(replica: Replica): string {
  const tables = replica.tables.loaded().map((entity) => {
    const table = replica.tables.table(entity).value;
    return [...(table?.records ?? []), ...(table?.labels ?? []), ...(table?.frozen ?? [])];
  });
  const { outbox, conflicts, recent, news, standing } = replica;
  const held = [outbox.entries, conflicts.open, recent.waiting, news, standing].map(({ value }) => value);
  return JSON.stringify([tables, held, [...recent.pages.value]]);
}

async function storeText(database: IDBPDatabase, store: string): Promise<string> {
  const [keys, values] = await Promise.all([database.getAllKeys(store), database.getAll(store)]);
  return JSON.stringify([store, keys, values], (_key, value: unknown) => {
    return value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
  });
}
