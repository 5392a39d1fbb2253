/**
 * Bringing what was pulled into the records that the interface shows: all of it in one step, or none.
 *
 * A small delta is one commit. Anything larger is staged, and applied from there piece by piece under a journal; the
 * interface sees the result when it is whole, and a crash goes on with the journal before the app opens. All of it
 * happens under the lock that readers share.
 */
import { batch } from "@preact/signals-core";
import { type Checkpoint, KV } from "../local/database";
import type { OutboxEntry } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { check, type Operation, put, remove, Stale } from "../local/storage";
import type { ConflictRow, Done } from "../protocol";
import { covered, keyOf, scrubbed } from "./batch";
import { folded, lostIn, type Page } from "./incoming";
import { recordWrites } from "./writes";

const TRIES = 5;

/** The checkpoint moved while we pulled: another tab applied. Pull again. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/** The office went back behind what this phone has shown: only a new copy makes sense. */
export class Backwards extends Error {
  override readonly name = "Backwards";
}

export function checkpointOf(done: Done, at: string): Checkpoint {
  const counts = Object.fromEntries(done.counts.map(({ entity, count }) => [entity, count]));
  return { cursor: done.cursor, generation: done.generation, head: done.head, at, counts };
}

/**
 * Apply a small delta in one commit.
 *
 * @param from the cursor that the pull began with
 * @throws Overtaken, Backwards, StorageFailed
 */
export async function applyDirectly(
  replica: Replica,
  from: string,
  pages: readonly Page[],
  checkpoint: Checkpoint,
): Promise<void> {
  const incoming = folded(pages);
  const lost = new Set(lostIn(incoming));
  await replica.locks.exclusive(replica.lock, async () => {
    const writes = await recordWrites(replica.storage, incoming);
    await conclude(replica, "apply.direct", from, checkpoint, lost, incoming.conflicts, writes, () => {
      for (const [entity, fates] of incoming.records) {
        const rows = [...fates.values()].filter((fate) => typeof fate !== "string");
        const gone = [...fates].filter(([, fate]) => typeof fate === "string").map(([id]) => id);
        replica.tables.patch(entity, rows, gone);
      }
    });
  });
}

/**
 * Make a checkpoint the current one, with all that hangs on it: conflicts, changes that it covers, what is lost.
 *
 * The caller holds the lock. `adopt` changes memory, in the same turn as everything else.
 */
export async function conclude(
  replica: Replica,
  site: "apply.direct" | "journal.finish",
  from: string,
  checkpoint: Checkpoint,
  lost: ReadonlySet<string>,
  conflicts: readonly ConflictRow[],
  writes: readonly Operation[],
  adopt: () => void,
): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    const current = replica.checkpoint.peek();
    if ((current?.cursor ?? "") !== from && site === "apply.direct") throw new Overtaken();
    if (current && site === "apply.direct" && checkpoint.head < current.head) throw new Backwards();
    const entries = replica.outbox.prepare(settledBy(replica.outbox.entries.peek(), checkpoint.head, lost));
    const operations = [
      check("kv", KV.checkpoint, (stored) => (stored as Checkpoint | undefined)?.cursor === current?.cursor),
      put("kv", KV.checkpoint, checkpoint),
      ...writes,
      ...replica.conflicts.operations(conflicts, lost, replica.person),
      ...entries.operations,
    ];
    try {
      await replica.storage.commit(site, operations, "relaxed");
    } catch (error) {
      if (!(error instanceof Stale) || left <= 1) throw error;
      await replica.reloadHeld();
      continue;
    }
    // The journal reads everything anew: should that fail, memory stays as a whole at the checkpoint before.
    if (site === "journal.finish") return;
    batch(() => {
      replica.checkpoint.value = checkpoint;
      entries.adopt();
      replica.conflicts.adopt(conflicts, lost);
      adopt();
    });
    return;
  }
}

/** Return the entries that a checkpoint changes: covered ones settle; lost records take their old values along. */
function settledBy(entries: readonly OutboxEntry[], head: number, lost: ReadonlySet<string>): OutboxEntry[] {
  const changed = new Map(covered(entries, head).map((entry) => [entry.order, entry]));
  if (lost.size === 0) return [...changed.values()];
  for (const known of entries) {
    const hit = [...new Set(known.acts.map(keyOf))].filter((key) => lost.has(key));
    if (hit.length === 0) continue;
    const entry = changed.get(known.order) ?? known;
    const locked = entry.number !== null && !entry.outcome;
    // A locked change must be sent again as it was; its old values go with its answer.
    changed.set(known.order, locked ? { ...entry, lost: [...entry.lost, ...hit] } : scrubbed(entry, lost));
  }
  return [...changed.values()];
}

/** What removes the traces of a pull that is through. */
export function pullEnded(): Operation[] {
  return [remove("kv", KV.plan), remove("kv", KV.delta), remove("kv", KV.journal)];
}
