/**
 * The pages of a plan: fetched a few at a time, each kept when it is here, so that only what is missing is fetched.
 *
 * Their rows go into packs as the text that they came as, beside the copy in view, and nobody reads them before the
 * checkpoint says that this is the copy. While one page is written, others are on their way.
 */
import { type Checkpoint, type Copy, copyInView, copyOf, KV, other, snapshotKey } from "../local/database";
import { packLines, rowLines } from "../local/packs";
import type { Replica } from "../local/replica";
import { check, clear, type Operation, put, remove } from "../local/storage";
import type { Plan, PlannedEntity } from "../protocol";
import { clearPacks, packWrites } from "./packed";
import type { PullPorts } from "./pull";
import type { Progress } from "./status";
import type { SnapshotAsk, Waiting } from "./transport";

const AT_ONCE = 3;
const DEADLINE = 180_000;

/** A plan, and where its packs are laid down. */
export interface BegunPlan extends Plan {
  readonly copy: Copy;
  /** The cursor of the stage before, which stays in view; none: what is in view goes for this plan. */
  readonly after?: string | null;
}

/** What is kept of a page that is here: how much it was. */
interface Staged {
  readonly rows: number;
  readonly bytes: number;
}

interface PlannedPage {
  readonly key: string;
  readonly entity: string;
  readonly after: string;
  readonly until: string;
}

/** Where the next whole copy is laid down. */
export function nextCopy(replica: Replica): Copy {
  return other(copyOf(replica.checkpoint.peek()));
}

/** Return what removes pages that were not applied, unless some of them are in view by now. @throws StorageFailed */
export async function unstaged(replica: Replica): Promise<Operation[]> {
  const known = replica.checkpoint.peek();
  const packs = await clearPacks(replica.storage, (entity, copy) => copy !== copyInView(known, entity));
  const shows = (one: Checkpoint | null) => `${copyOf(one)} ${one?.coming ?? ""}`;
  const unseen = check("kv", KV.checkpoint, (stored) => {
    return shows((stored as Checkpoint | undefined) ?? null) === shows(known);
  });
  return [unseen, clear("staging", ""), ...packs, remove("kv", KV.plan), remove("kv", KV.delta)];
}

/** Return how far a copy is that was begun and is not whole; null where there is none. @throws StorageFailed */
export async function copyBegun(replica: Replica): Promise<Progress | null> {
  const plan = (await replica.storage.read("snapshot.staged", "kv", KV.plan)) as BegunPlan | undefined;
  return plan?.entities ? reached(plan, await stagedPages(replica), replica) : null;
}

/**
 * Fetch every page that is not here yet; says whether all are, or something else is to go first.
 *
 * Some pages come each time, however often it is paused.
 *
 * @param beginning the plan being kept, when it is new: pages are asked for meanwhile, and kept after it
 * @throws Refused, Disconnected, StorageFailed, Stale
 */
export async function fetchSnapshot(
  ports: PullPorts,
  plan: BegunPlan,
  beginning?: Promise<void>,
): Promise<boolean> {
  const { replica, progress, fetching, pause } = ports;
  // Whoever keeps a page waits for it, and is told of its failure; until then nobody listens.
  beginning?.catch(() => undefined);
  const staged = beginning ? new Map<string, Staged>() : await stagedPages(replica);
  const missing = pagesOf(plan).filter(({ key }) => !staged.has(key));
  let { received, total, bytes } = reached(plan, staged, replica);
  progress(received, total, bytes);
  // The first failure stops all: the others must not go on writing behind the machine's back.
  const failed = new AbortController();
  const signal = AbortSignal.any([ports.signal, failed.signal]);
  const written: Promise<void>[] = [];
  const write = async (page: PlannedPage, lines: string) => {
    const rows = await keepPage(replica, plan, page, lines);
    // Several pages are written at a time: what was read before the wait is not what it is now.
    received += rows;
    bytes += lines.length;
    progress(received, total, bytes);
  };
  const worker = async () => {
    let last = beginning ?? Promise.resolve();
    for (let page = missing.shift(); page; page = pause?.() ? undefined : missing.shift()) {
      fetching?.add(page.entity);
      const lines = await fetchPage(ports, plan.plan, page, { deadline: DEADLINE, signal });
      fetching?.delete(page.entity);
      // No worker lets more than one page wait for the disk.
      await last;
      signal.throwIfAborted();
      last = write(page, lines);
      written.push(last);
      last.catch(() => undefined);
    }
    await last;
  };
  const workers = Array.from({ length: AT_ONCE }, worker);
  try {
    await Promise.all(workers);
  } finally {
    failed.abort();
    await Promise.allSettled([...workers, beginning]);
    await Promise.allSettled(written);
  }
  return missing.length === 0;
}

/** Fetch the rows of a page as text, one a line. */
async function fetchPage(
  { replica, pages }: PullPorts,
  plan: string,
  { entity, after, until }: PlannedPage,
  waiting: Waiting,
): Promise<string> {
  const device = replica.device.peek()?.id ?? "";
  const ask: SnapshotAsk = { type: "snapshot", device, plan, entity, after, until };
  return pages.lines ? pages.lines(ask, waiting) : rowLines((await pages.request(ask, waiting)).rows);
}

/** Keep a page, and that it is here; a plan that is not the one that was begun keeps nothing. */
async function keepPage(
  replica: Replica,
  { plan, copy }: BegunPlan,
  { key, entity }: PlannedPage,
  lines: string,
): Promise<number> {
  const packs = packLines(lines);
  const begun = check("kv", KV.plan, (stored) => (stored as BegunPlan | undefined)?.plan === plan);
  const rows = packs.reduce((sum, { count }) => sum + count, 0);
  const staged: Staged = { rows, bytes: lines.length };
  const writes = [begun, ...packWrites(entity, copy, packs), put("staging", key, staged)];
  await replica.storage.commit("pull.page", writes, "relaxed");
  return rows;
}

/** Return the pages that are here, by key. */
async function stagedPages({ storage }: Replica): Promise<Map<string, Staged>> {
  const [found = []] = await storage.readAll("snapshot.staged", [{ store: "staging", prefix: "snapshot/" }]);
  return new Map(found.map(({ key, value }) => [key, value as Staged]));
}

/** Count the records of a plan, and of the stages behind it. */
export function recordsOf({ entities, coming = [] }: Plan): number {
  return [...entities, ...coming].reduce((sum, { count }) => sum + count, 0);
}

/** Count what has come of a copy. The length of its text stands for the bytes of a page: nearly all of it is ASCII. */
function reached(plan: BegunPlan, staged: ReadonlyMap<string, Staged>, { checkpoint }: Replica) {
  const pages = [...staged.values()];
  const before = plan.after ? checkpoint.peek() : null;
  const here = recordsHere(before);
  return {
    received: pages.reduce((sum, { rows }) => sum + rows, here),
    total: here + recordsOf(plan),
    bytes: pages.reduce((sum, one) => sum + one.bytes, before?.bytes ?? 0),
  };
}

/** How many records a checkpoint says are here. */
export function recordsHere(checkpoint: Checkpoint | null): number {
  return Object.values(checkpoint?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Return where each page of an entity ends: at each end of the plan, and one more that is open. */
function pageEnds({ count, ends }: PlannedEntity): readonly string[] {
  if (count === 0) return [];
  return ends.at(-1) === "" ? ends : [...ends, ""];
}

function pagesOf({ entities }: Plan): PlannedPage[] {
  return entities.flatMap((planned) => {
    const { entity } = planned;
    const ends = pageEnds(planned);
    return ends.map((until, at) => ({
      key: snapshotKey(entity, at),
      entity,
      after: ends[at - 1] ?? "",
      until,
    }));
  });
}
