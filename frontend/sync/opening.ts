/**
 * Opening a person's copy: the journal is finished before anything is read.
 *
 * The same when a step fails and the page lives on, or when another tab ends in the middle of one: whoever comes to
 * read next finishes it.
 */
import type { Locks } from "../local/locks";
import { Replica } from "../local/replica";
import type { Storage } from "../local/storage";

/** Open the copy on this device. @throws StorageFailed */
export async function openReplica(storage: Storage, locks: Locks, person: string): Promise<Replica> {
  const replica = new Replica(storage, locks, person, async (journal) => {
    // Hardly ever: what it takes is not loaded before the first page.
    await (await import("./journal")).resumeJournal(replica, journal);
  });
  await locks.exclusive(replica.lock, () => replica.openHeld());
  return replica;
}
