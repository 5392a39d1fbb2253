/**
 * What is put in order when there is nothing else to do: what is long through is forgotten, loose rows go into packs.
 */
import type { Replica } from "../local/replica";
import type { Clock } from "../shared/clock";
import { compactOnce } from "./compaction";
import { forgetSettled } from "./forgetting";

/** Put the store in order, a little at a time, until the signal says that there is other work. @throws StorageFailed */
export async function tidy(
  replica: Replica,
  clock: Clock,
  signal: AbortSignal,
  looseRows?: number,
): Promise<void> {
  await forgetSettled(replica, clock.now());
  const entities = Object.keys(replica.checkpoint.peek()?.counts ?? {});
  while (!signal.aborted && (await compactOnce(replica, entities, looseRows))) await Promise.resolve();
}
