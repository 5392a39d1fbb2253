/**
 * Forgetting changes that were settled long ago, and of which nothing is left to do.
 *
 * The outbox shows them for two days; after that they lie in the log of what was sent, until more recent ones take their place.
 */
import type { Replica } from "../local/replica";
import { sentWrites } from "./sent";

const SHOW_SENT = 2 * 24 * 3_600_000;

/** @throws StorageFailed */
export async function forgetSettled(replica: Replica, now: number): Promise<void> {
  const { outbox, blobs, conflicts, storage } = replica;
  const before = new Date(now - SHOW_SENT).toISOString();
  const onTheirWay = blobs.onTheirWay.peek();
  const open = conflicts.openIds.peek();
  await outbox.prune(
    before,
    (entry) => {
      const disputed = (entry.outcome?.conflicts ?? []).some((id) => open.has(id));
      return disputed || !entry.outcome || entry.blobs.some((id) => onTheirWay.has(id));
    },
    (gone) => sentWrites(storage, gone, now),
  );
}
