/**
 * Bringing what was pulled into the records that the interface shows: all of it in one step, or none.
 *
 * A small delta is one commit. Anything larger is staged, and applied from there piece by piece under a journal; the
 * interface sees the result when it is whole, and a crash goes on with the journal before the app opens. All of it
 * happens under the lock that readers share.
 */
import { batch } from "@preact/signals-core";
import { type Checkpoint, type Copy, copyOf, KV, recordKey } from "../local/database";
import { type News, type NewsByEntity, withPull } from "../local/news";
import { isRefused, type OutboxEntry } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { type Hidden, hiddenIn, type Masks } from "../local/scrubbing";
import { check, type Operation, put, remove, Stale } from "../local/storage";
import type { Done, Row, Standing } from "../protocol";
import { covered } from "./batch";
import { conflictsAfter, conflictWrites, NOTHING_TOLD, type Told, toldAfter } from "./conflict-writes";
import { folded, lostIn, type Page } from "./incoming";
import { leavingAt } from "./leaving";
import { earliest } from "./trace-writes";
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

/** What comes with a checkpoint besides the records themselves. */
export interface Conclusion {
  readonly site: "apply.direct" | "journal.finish";
  /** The cursor that the pull began with. */
  readonly from: string;
  readonly checkpoint: Checkpoint;
  readonly lost: ReadonlySet<string>;
  readonly masks: Masks;
  /** A new copy: nothing of the conflicts that were here stays. */
  readonly fresh: boolean;
  readonly told: Told;
  /** Null: as it was. */
  readonly standing: Standing | null;
  readonly news: NewsByEntity;
  readonly shed: readonly string[];
  readonly thaw: string | null;
  readonly writes: readonly Operation[];
  /** Changes memory, in the same turn as everything else. */
  readonly adopt: () => void;
}

/** How pages are taken. */
export interface Manner {
  /** They mend what is stored: memory may be something else, and with their records come no conflicts. */
  readonly mending: boolean;
  /** They told of all conflicts that are open. */
  readonly allConflicts: boolean;
}

export function checkpointOf(
  { checkpoint, device }: Replica,
  done: Pick<Done, "counts" | "cursor" | "generation" | "head"> & Partial<Pick<Done, "coming">>,
  at: string,
  copy: Copy,
): Checkpoint {
  const counts = Object.fromEntries(done.counts.map(({ entity, count }) => [entity, count]));
  const epoch = device.peek()?.epoch ?? null;
  const coming = done.coming ?? checkpoint.peek()?.coming ?? [];
  const { cursor, generation, head } = done;
  return { cursor, generation, head, at, counts, copy, epoch, coming };
}

/**
 * Apply a small delta in one commit. Masks are never part of one.
 *
 * @param from the cursor that the pull began with
 * @throws Overtaken, Backwards, StorageFailed
 */
export async function applyDirectly(
  replica: Replica,
  from: string,
  pages: readonly Page[],
  checkpoint: Checkpoint,
  standing: Standing | null,
  { mending = false, allConflicts = false }: Partial<Manner> = {},
): Promise<void> {
  const incoming = folded(pages);
  await replica.locks.exclusive(replica.lock, async () => {
    const shown = (entity: string) => (mending ? null : replica.tables.table(entity).peek());
    const leaving = leavingAt(replica, checkpoint.at);
    const written = await recordWrites(replica.storage, copyOf(checkpoint), incoming, leaving, shown);
    const known = replica.conflicts.all.peek();
    const told = pages
      .map((page) => (mending ? { ...page, put: [] } : page))
      .reduce((sum, page) => toldAfter(sum, page, known, replica.person), { ...NOTHING_TOLD, allConflicts });
    const adopt = () => {
      for (const [entity, traces] of written.traces) {
        const fates = [...(incoming.records.get(entity) ?? [])];
        const rows = fates.map(([, fate]) => fate).filter((fate): fate is Row => typeof fate !== "string");
        const gone = fates.filter(([, fate]) => typeof fate === "string").map(([id]) => id);
        replica.tables.patch(entity, { rows, gone, traces });
      }
    };
    await conclude(replica, {
      ...written,
      site: "apply.direct",
      from,
      checkpoint,
      lost: new Set(lostIn(incoming)),
      masks: {},
      fresh: false,
      told,
      standing,
      writes: written.operations,
      adopt,
    });
  });
}

/**
 * Make a checkpoint the current one, with all that hangs on it: conflicts, changes that it covers, what is lost.
 *
 * The caller holds the lock.
 */
export async function conclude(replica: Replica, conclusion: Conclusion): Promise<void> {
  const { site, from, checkpoint, lost, masks, told, standing, news, adopt } = conclusion;
  const hidden: Hidden = { lost, masks };
  const unseen: Hidden = conclusion.fresh ? { lost, masks: {} } : hidden;
  for (let left = TRIES; ; left -= 1) {
    const current = replica.checkpoint.peek();
    if ((current?.cursor ?? "") !== from && site === "apply.direct") throw new Overtaken();
    if (current && site === "apply.direct" && checkpoint.head < current.head) throw new Backwards();
    const before = replica.outbox.entries.peek();
    const past = current?.epoch && current.epoch !== checkpoint.epoch ? current.epoch : null;
    const settled = settledBy(before, checkpoint.head, hidden);
    const entries = replica.outbox.prepare(past ? madeIn(past, before, settled) : settled);
    const shed = [...conclusion.shed, ...blobsOfLost(before, lost)].filter(notTyped(before));
    const thaw = earliest([replica.thaw.peek(), conclusion.thaw]);
    const known = replica.conflicts.all.peek();
    const open = conflictsAfter(known, told, unseen, replica.person);
    const newest = newsAfter(replica.news.peek(), news, checkpoint.at);
    const operations = [
      check("kv", KV.checkpoint, (stored) => (stored as Checkpoint | undefined)?.cursor === current?.cursor),
      put("kv", KV.checkpoint, checkpoint),
      ...conclusion.writes,
      ...(standing ? [put("kv", KV.standing, standing)] : []),
      ...(thaw === replica.thaw.peek() ? [] : [put("kv", KV.thaw, thaw)]),
      ...(newest === replica.news.peek() ? [] : [put("kv", KV.news, newest)]),
      ...conflictWrites(known, open, told.conflicts, replica.person),
      ...replica.recent.withoutOperations(lost),
      ...replica.blobs.lostOperations(shed),
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
    if (site === "apply.direct") {
      batch(() => {
        replica.checkpoint.value = checkpoint;
        if (standing) replica.standing.value = standing;
        replica.thaw.value = thaw;
        replica.news.value = newest;
        entries.adopt();
        replica.conflicts.replace(open);
        replica.recent.without(lost);
        replica.blobs.lose(shed);
        adopt();
      });
    } else await replica.reloadHeld();
    if (shed.length > 0) replica.shed.emit(shed);
    if (Object.keys(news).length > 0) replica.arrived.emit(news);
    return;
  }
}

/** Return the entries that a checkpoint changes: covered ones settle; what is hidden takes its old values along. */
function settledBy(entries: readonly OutboxEntry[], head: number, hidden: Hidden): OutboxEntry[] {
  const changed = new Map(covered(entries, head).map((entry) => [entry.order, entry]));
  for (const known of entries) {
    const entry = changed.get(known.order) ?? known;
    const kept = hiddenIn(entry, hidden);
    if (kept !== entry) changed.set(known.order, kept);
  }
  return [...changed.values()];
}

/** Return the entries that change, and with them those not sent yet: what they rest on is of an epoch that is over. */
function madeIn(
  epoch: string,
  entries: readonly OutboxEntry[],
  changed: readonly OutboxEntry[],
): OutboxEntry[] {
  const now = new Map(changed.map((entry) => [entry.order, entry]));
  for (const known of entries) {
    const entry = now.get(known.order) ?? known;
    if (entry.number === null && !entry.outcome && !entry.epoch) now.set(entry.order, { ...entry, epoch });
  }
  return [...now.values()];
}

/** Blobs that the user's own changes had put into records that are lost. */
function blobsOfLost(entries: readonly OutboxEntry[], lost: ReadonlySet<string>): string[] {
  return entries
    .filter(({ acts }) => acts.some(({ entity, record }) => lost.has(recordKey(entity, record))))
    .flatMap(({ blobs }) => blobs);
}

/** What waits, or was refused, is the user's to send or to throw away: its photos stay. */
function notTyped(entries: readonly OutboxEntry[]): (blob: string) => boolean {
  const open = entries.filter((entry) => !entry.outcome || isRefused(entry));
  const typed = new Set(open.flatMap(({ blobs }) => blobs));
  return (blob) => !typed.has(blob);
}

function newsAfter(before: News | null, more: NewsByEntity, at: string): News | null {
  if (Object.keys(more).length === 0) return before;
  return withPull(before, { at, entities: more });
}

/** What removes the traces of a pull that is through. */
export function pullEnded(): Operation[] {
  return [remove("kv", KV.plan), remove("kv", KV.delta), remove("kv", KV.journal)];
}
