/**
 * Opening a person's copy: the journal is finished before anything is read.
 */
import { KV } from "../local/database";
import type { Locks } from "../local/locks";
import { Replica } from "../local/replica";
import type { Storage } from "../local/storage";

/** Open the copy on this device. @throws StorageFailed */
export async function openReplica(storage: Storage, locks: Locks, person: string): Promise<Replica> {
  const replica = new Replica(storage, locks, person);
  await locks.exclusive(replica.lock, async () => {
    await replica.openHeld();
    const journal = await storage.read("open.state", "kv", KV.journal);
    // Hardly ever: what it takes is not loaded before the first page.
    if (journal) await (await import("./journal")).resumeJournal(replica, journal);
  });
  return replica;
}
