/**
 * Who used this browser last: enough to open the right store without the network.
 */
import { KV } from "./database";
import { put, type Storage } from "./storage";

export interface KnownPerson {
  readonly person: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: string;
  readonly organisation: string;
}

/** Return who was here last; null when nobody was, or signed out. @throws StorageFailed */
export async function recallPerson(storage: Storage): Promise<KnownPerson | null> {
  return ((await storage.read("session.recall", "kv", KV.session)) as KnownPerson | null | undefined) ?? null;
}

/** Remember who is here; null when he signed out. @throws StorageFailed */
export async function rememberPerson(storage: Storage, person: KnownPerson | null): Promise<void> {
  await storage.commit("session.remember", [put("kv", KV.session, person)], "relaxed");
}
