/**
 * Frozen copies go when their time is over, nobody looks at them, and no change of the user's waits on them.
 */
import { batch } from "@preact/signals-core";
import { KV, recordKey } from "../local/database";
import type { Replica } from "../local/replica";
import { type Operation, put, remove } from "../local/storage";
import { type Trace, type TraceBucket, tracesIn } from "../local/traces";
import { pendingOn } from "./leaving";
import { bucketOf, bucketWrite, earliest, revised } from "./trace-writes";

/** Let go of copies that have had their time; says whether there were any. @throws StorageFailed */
export async function thaw(replica: Replica, now: string): Promise<boolean> {
  if (!isDue(replica.thaw.peek(), now)) return false;
  const { storage, locks, lock, tables, inUse } = replica;
  return locks.exclusive(lock, async () => {
    const [buckets = []] = await storage.readAll("thaw.read", [{ store: "trace", prefix: "" }]);
    const pending = pendingOn(replica.outbox.entries.peek());
    const writes: Operation[] = [];
    const thawed = new Map<string, Map<string, Trace>>();
    const ends: (string | null)[] = [];
    for (const { key, value } of buckets) {
      const { until } = value as TraceBucket;
      const [entity = ""] = key.split("/");
      const kept = isDue(until, now)
        ? revised(tracesIn(value), (trace, id) => {
            const needed = inUse.has(entity, id) || pending.has(recordKey(entity, id));
            if (needed || !isDue(trace.frozen?.until ?? null, now)) return trace;
            const bare: Trace = { label: trace.label, frozen: null };
            thawed.set(entity, (thawed.get(entity) ?? new Map()).set(id, bare));
            return bare;
          })
        : null;
      const bucket = kept && bucketOf(kept);
      if (kept) writes.push(bucketWrite(key, bucket));
      ends.push(kept ? (bucket?.until ?? null) : until);
    }
    const next = earliest(ends);
    writes.push(next === null ? remove("kv", KV.thaw) : put("kv", KV.thaw, next));
    await storage.commit("thaw.write", writes, "relaxed");
    batch(() => {
      replica.thaw.value = next;
      for (const [entity, traces] of thawed) tables.patch(entity, { rows: [], gone: [], traces });
    });
    return thawed.size > 0;
  });
}

function isDue(until: string | null, now: string): boolean {
  return until !== null && until <= now;
}
