/**
 * Opening a person's copy: the journal is finished before anything is read.
 */
import { KV } from "../local/database";
import type { Locks } from "../local/locks";
import { Replica } from "../local/replica";
import type { Storage } from "../local/storage";
import { resumeJournal } from "./journal";

/** Open the copy on this device. @throws StorageFailed */
export async function openReplica(storage: Storage, locks: Locks, person: string): Promise<Replica> {
  const replica = new Replica(storage, locks, person);
  await locks.exclusive(replica.lock, async () => {
    await replica.openHeld();
    await resumeJournal(replica, await storage.read("open.state", "kv", KV.journal));
  });
  return replica;
}
