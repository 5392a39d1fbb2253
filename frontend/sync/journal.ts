/**
 * The journal: what is left to do of an apply that is too large for one commit.
 *
 * Each step takes a few staged pages into the store and moves the journal on, in one commit; so after a crash it
 * goes on exactly where it was. It must be finished before anyone reads records.
 */
import { type Checkpoint, deltaKey, entityPrefix, KV, snapshotKey } from "../local/database";
import type { Replica } from "../local/replica";
import { clear, put, remove, type Storage } from "../local/storage";
import type { ConflictRow, Row } from "../protocol";
import { conclude, pullEnded } from "./apply";
import { keyOf } from "./batch";
import { folded, lostIn, type Page } from "./incoming";
import { absent, clearEntity, packsOf, recordWrites } from "./writes";

const PAGES_A_STEP = 20;

export interface Journal {
  /** Entities whose copy is replaced, with the number of their pages; none for a delta. */
  readonly snapshot: readonly { readonly entity: string; readonly pages: number }[];
  /** Entities that are not taken along any more. */
  readonly dropped: readonly string[];
  readonly deltaPages: number;
  readonly checkpoint: Checkpoint;
  readonly position: number;
  /** Gathered from the pages that are through. */
  readonly lost: readonly string[];
  readonly conflicts: readonly ConflictRow[];
}

/** Do what the journal says, to the end. The caller holds the lock. @throws StorageFailed */
export async function runJournal(replica: Replica, begun: Journal): Promise<void> {
  const { storage } = replica;
  let journal = begun;
  const steps = stepsOf(journal);
  while (journal.position < steps.length) {
    const step = steps[journal.position];
    if (!step) break;
    journal = await step(storage, { ...journal, position: journal.position + 1 });
  }
  const { checkpoint, conflicts } = journal;
  const lost = new Set(journal.lost);
  const ended = [clear("staging", ""), ...pullEnded()];
  if (journal.snapshot.length > 0) {
    // A new copy comes with all conflicts that are open, and names nothing that is gone.
    ended.push(clear("conflict", ""));
    for (const key of await absent(storage, editedRecords(replica))) lost.add(key);
  }
  const from = replica.checkpoint.peek()?.cursor ?? "";
  await conclude(replica, "journal.finish", from, checkpoint, lost, conflicts, ended, () => undefined);
  await replica.reloadHeld();
}

/** Finish an apply that a crash interrupted. The caller holds the lock. @throws StorageFailed */
export async function resumeJournal(replica: Replica, stored: unknown): Promise<void> {
  if (stored) await runJournal(replica, stored as Journal);
}

/** Records of the office that waiting changes edit: not those that the changes themselves create. */
function editedRecords(replica: Replica): string[] {
  const acts = replica.outbox.entries.peek().flatMap((entry) => entry.acts);
  const created = new Set(acts.filter(({ kind }) => kind === "create").map(keyOf));
  const edited = acts.filter(({ kind }) => kind === "set").map(keyOf);
  return [...new Set(edited)].filter((key) => !created.has(key));
}

type Step = (storage: Storage, next: Journal) => Promise<Journal>;

function stepsOf({ snapshot, dropped, deltaPages }: Journal): Step[] {
  const steps: Step[] = [];
  if (dropped.length > 0) steps.push((storage, next) => commit(storage, next, dropped.flatMap(clearEntity)));
  for (const { entity, pages } of snapshot) {
    for (let from = 0; from === 0 || from < pages; from += PAGES_A_STEP) {
      steps.push((storage, next) =>
        takeSnapshot(storage, next, entity, from, Math.min(pages, from + PAGES_A_STEP)),
      );
    }
  }
  for (let page = 0; page < deltaPages; page += 1) {
    steps.push((storage, next) => takeDelta(storage, next, page));
  }
  return steps;
}

async function takeSnapshot(
  storage: Storage,
  next: Journal,
  entity: string,
  from: number,
  to: number,
): Promise<Journal> {
  const keys = Array.from({ length: to - from }, (_, at) => snapshotKey(entity, from + at));
  const found = await storage.readAll(
    "journal.pages",
    keys.map((key) => ({ store: "staging", key })),
  );
  const rows = found.flatMap(([entry]) => (entry?.value ?? []) as Row[]);
  const cleared = from === 0 ? clearEntity(entity) : [];
  return commit(storage, next, [
    ...cleared,
    ...packsOf(entity, rows),
    ...keys.map((key) => remove("staging", key)),
  ]);
}

async function takeDelta(storage: Storage, next: Journal, page: number): Promise<Journal> {
  const key = deltaKey(page);
  const staged = (await storage.read("journal.pages", "staging", key)) as Page | undefined;
  if (!staged) throw new Error(`Staged page ${key} is missing`);
  const incoming = folded([staged]);
  const gathered: Journal = {
    ...next,
    lost: [...next.lost, ...lostIn(incoming)],
    conflicts: [...next.conflicts, ...incoming.conflicts],
  };
  return commit(storage, gathered, [...(await recordWrites(storage, incoming)), remove("staging", key)]);
}

async function commit(storage: Storage, next: Journal, writes: ReturnType<typeof packsOf>): Promise<Journal> {
  await storage.commit("journal.step", [...writes, put("kv", KV.journal, next)], "relaxed");
  return next;
}

/** Entities that are stored and not planned: their records go. */
export function droppedBy(counts: Readonly<Record<string, number>>, planned: readonly string[]): string[] {
  return Object.keys(counts).filter((entity) => entityPrefix(entity) !== "/" && !planned.includes(entity));
}
