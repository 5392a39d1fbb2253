/**
 * The journal: what is left to do of an apply that is too large for one commit.
 *
 * Each step takes a few staged pages into the store and moves the journal on, in one commit; so after a crash it
 * goes on exactly where it was. It must be finished before anyone reads records.
 */
import { type Checkpoint, copyOf, deltaKey, KV, snapshotKey } from "../local/database";
import { joined, type NewsByEntity } from "../local/news";
import type { Replica } from "../local/replica";
import type { Masks } from "../local/scrubbing";
import { clear, type Operation, put, remove } from "../local/storage";
import type { Act, EffectiveMetadata, Row, Standing } from "../protocol";
import { conclude, pullEnded } from "./apply";
import { keyOf } from "./batch";
import { NOTHING_TOLD, type Told, toldAfter } from "./conflict-writes";
import { folded, lostIn, type Page } from "./incoming";
import { leavingAt } from "./leaving";
import { maskRecords } from "./masking";
import { absent, clearEntity, packsOf } from "./packed";
import { earliest, tracesOfHeld } from "./trace-writes";
import { recordWrites } from "./writes";

const PAGES_A_STEP = 20;

export interface Journal extends Told {
  /** A new copy, whose packs lie where the checkpoint says. */
  readonly fresh: boolean;
  /** The entities that a further stage has brought, whose packs lie there as well. */
  readonly arrived: readonly string[];
  /** Pages of rows that an earlier version staged, by entity. */
  readonly snapshot: readonly { readonly entity: string; readonly pages: number }[];
  /** Entities that an earlier version was to remove. */
  readonly dropped: readonly string[];
  readonly deltaPages: number;
  readonly checkpoint: Checkpoint;
  readonly position: number;
  readonly standing: Standing | null;
  /** Gathered from the pages that are through. */
  readonly lost: readonly string[];
  readonly masks: Masks;
  readonly news: NewsByEntity;
  readonly shed: readonly string[];
  readonly thaw: string | null;
}

/** What a journal begins with; one that an earlier version left lacks some of it. */
export const BEGUN = {
  fresh: false,
  arrived: [],
  snapshot: [],
  dropped: [],
  position: 0,
  standing: null,
  lost: [],
  ...NOTHING_TOLD,
  masks: {},
  news: {},
  shed: [],
  thaw: null,
} as const;

/**
 * Do what the journal says, to the end. The caller holds the lock.
 *
 * @param beside what is written with the checkpoint, where the journal has no steps and was not kept
 * @throws StorageFailed
 */
export async function runJournal(
  replica: Replica,
  begun: Journal,
  beside: readonly Operation[] = [],
): Promise<void> {
  const { storage } = replica;
  let journal = begun;
  const steps = stepsOf(journal);
  while (journal.position < steps.length) {
    const step = steps[journal.position];
    if (!step) break;
    journal = await step(replica, { ...journal, position: journal.position + 1 });
  }
  const lost = new Set(journal.lost);
  const firstCopy = journal.fresh || journal.snapshot.length > 0;
  const ended = [...beside, clear("staging", ""), ...pullEnded()];
  // A new copy comes with all conflicts that are open, and names nothing that is gone.
  if (firstCopy) ended.push(clear("conflict", ""));
  const isWhole = (entity: string) =>
    firstCopy ? !journal.checkpoint.coming?.includes(entity) : journal.arrived.includes(entity);
  const edited = editedRecords(replica).filter((act) => isWhole(act.entity));
  for (const key of await absent(storage, copyOf(journal.checkpoint), edited.map(keyOf))) lost.add(key);
  const from = replica.checkpoint.peek()?.cursor ?? "";
  await conclude(replica, {
    ...journal,
    site: "journal.finish",
    from,
    lost,
    told: journal,
    fresh: firstCopy,
    masks: firstCopy ? { ...fieldsOf(replica.metadata.peek()), ...journal.masks } : journal.masks,
    // Of a first copy all is new, and nothing is news.
    news: firstCopy ? {} : journal.news,
    writes: ended,
    adopt: () => undefined,
  });
}

/** Finish an apply that a crash interrupted. The caller holds the lock. @throws StorageFailed */
export async function resumeJournal(replica: Replica, stored: unknown): Promise<void> {
  await runJournal(replica, { ...BEGUN, ...(stored as Journal) });
}

/** The fields that records of a new copy may have: what a waiting change remembers of others must go. */
function fieldsOf(metadata: EffectiveMetadata | null): Masks {
  const entities = metadata?.model.entities ?? [];
  const taken = new Map(metadata?.profile.entities.map((one) => [one.id, one.fields]));
  const masks = entities.map(({ id, title, fields }) => {
    const carried = taken.get(id)?.map((field) => field.id);
    return [
      id,
      fields
        .map((field) => field.id)
        .filter((field) => field === title || (carried?.includes(field) ?? true)),
    ];
  });
  return Object.fromEntries(masks);
}

/** Records of the office that waiting changes edit: not those that the changes themselves create. */
function editedRecords(replica: Replica): Act[] {
  const acts = replica.outbox.entries.peek().flatMap((entry) => entry.acts);
  const created = new Set(acts.filter(({ kind }) => kind === "create").map(keyOf));
  return acts.filter((act) => act.kind === "set" && !created.has(keyOf(act)));
}

type Step = (replica: Replica, next: Journal) => Promise<Journal>;

function stepsOf({ arrived, snapshot, dropped, deltaPages, checkpoint }: Journal): Step[] {
  const steps: Step[] = [];
  const removed = dropped.flatMap((entity) => clearEntity(entity, copyOf(checkpoint)));
  if (dropped.length > 0) steps.push((replica, next) => commit(replica, next, removed));
  for (const { entity, pages } of snapshot) {
    for (let from = 0; from === 0 || from < pages; from += PAGES_A_STEP) {
      steps.push((replica, next) =>
        takeSnapshot(replica, next, entity, from, Math.min(pages, from + PAGES_A_STEP)),
      );
    }
  }
  for (const entity of arrived) steps.push((replica, next) => takeArrived(replica, next, entity));
  for (let page = 0; page < deltaPages; page += 1) {
    steps.push((replica, next) => takeDelta(replica, next, page));
  }
  return steps;
}

async function takeSnapshot(
  replica: Replica,
  next: Journal,
  entity: string,
  from: number,
  to: number,
): Promise<Journal> {
  const keys = Array.from({ length: to - from }, (_, at) => snapshotKey(entity, from + at));
  const found = await replica.storage.readAll(
    "journal.pages",
    keys.map((key) => ({ store: "staging", key })),
  );
  const rows = found.flatMap(([entry]) => (entry?.value ?? []) as Row[]);
  const copy = copyOf(next.checkpoint);
  const cleared = from === 0 ? clearEntity(entity, copy) : [];
  return commit(replica, next, [
    ...cleared,
    ...packsOf(entity, copy, rows),
    ...keys.map((key) => remove("staging", key)),
  ]);
}

/** Of what has come in full, nothing else is to be known. */
async function takeArrived(replica: Replica, next: Journal, entity: string): Promise<Journal> {
  return commit(replica, next, await tracesOfHeld(replica.storage, entity, copyOf(next.checkpoint)));
}

async function takeDelta(replica: Replica, next: Journal, page: number): Promise<Journal> {
  const { storage } = replica;
  const key = deltaKey(page);
  const staged = (await storage.read("journal.pages", "staging", key)) as Page | undefined;
  if (!staged) throw new Error(`Staged page ${key} is missing`);
  const incoming = folded([staged]);
  const masked = await takeMasks(replica, next, incoming.masks);
  const { operations, news, shed, thaw } = await recordWrites(
    storage,
    copyOf(next.checkpoint),
    incoming,
    leavingAt(replica, next.checkpoint.at),
  );
  const gathered: Journal = {
    ...masked,
    ...toldAfter(masked, staged, replica.conflicts.all.peek(), replica.person),
    lost: [...masked.lost, ...lostIn(incoming)],
    news: joined(masked.news, news),
    shed: [...masked.shed, ...shed],
    thaw: earliest([masked.thaw, thaw]),
  };
  return commit(replica, gathered, [...operations, remove("staging", key)]);
}

/** Take fields away, before the page's records come. A crash in between begins the page anew. */
async function takeMasks(replica: Replica, next: Journal, masks: Masks): Promise<Journal> {
  let journal: Journal = { ...next, masks: { ...next.masks, ...masks } };
  for (const [entity, fields] of Object.entries(masks)) {
    await maskRecords(replica.storage, copyOf(next.checkpoint), entity, fields, async (writes, shed) => {
      journal = { ...journal, shed: [...journal.shed, ...shed] };
      const here = put("kv", KV.journal, { ...journal, position: next.position - 1 });
      await replica.storage.commit("journal.mask", [...writes, here], "relaxed");
    });
  }
  return journal;
}

async function commit({ storage }: Replica, next: Journal, writes: readonly Operation[]): Promise<Journal> {
  await storage.commit("journal.step", [...writes, put("kv", KV.journal, next)], "relaxed");
  return next;
}
