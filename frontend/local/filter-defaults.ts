/**
 * The filters that the last way back to the organisation's led to, as text: there is no way back from them.
 */
import { put, type Storage } from "./storage";

const KEY = "filter-defaults";

/** Null: nobody has gone back yet. @throws StorageFailed */
export async function filterDefaults(storage: Storage): Promise<string | null> {
  return ((await storage.read("draft.read", "kv", KEY)) as string | undefined) ?? null;
}

/** @throws StorageFailed */
export async function keepFilterDefaults(storage: Storage, words: string): Promise<void> {
  await storage.commit("draft.keep", [put("kv", KEY, words)], "relaxed");
}
