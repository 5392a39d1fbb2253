/**
 * Forgetting changes that were settled long ago, and of which nothing is left to do.
 */
import type { Replica } from "../local/replica";

const KEEP_SENT = 2 * 24 * 3_600_000;

/** @throws StorageFailed */
export async function forgetSettled(replica: Replica, now: number): Promise<void> {
  const before = new Date(now - KEEP_SENT).toISOString();
  const onTheirWay = replica.blobs.onTheirWay.peek();
  const open = replica.conflicts.openIds.peek();
  await replica.outbox.prune(before, ({ blobs, outcome }) => {
    return blobs.some((id) => onTheirWay.has(id)) || (outcome?.conflicts ?? []).some((id) => open.has(id));
  });
}
