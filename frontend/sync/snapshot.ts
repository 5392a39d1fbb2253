/**
 * The pages of a plan: fetched a few at a time, each kept when it is here, so that only what is missing is fetched.
 *
 * Their rows go into packs as the text that they came as, beside the copy in view, and nobody reads them before the
 * checkpoint says that this is the copy. While one page is written, others are on their way.
 */
import { type Copy, copyOf, KV, snapshotKey } from "../local/database";
import { packLines, rowLines } from "../local/packs";
import type { Replica } from "../local/replica";
import { check, clear, type Operation, put, remove } from "../local/storage";
import type { Plan, PlannedEntity } from "../protocol";
import { clearCopy, packWrites } from "./packed";
import type { PullPorts } from "./pull";
import type { SnapshotAsk, Waiting } from "./transport";

const AT_ONCE = 3;
const DEADLINE = 180_000;

/** A plan, and where its packs are laid down. */
export interface BegunPlan extends Plan {
  readonly copy: Copy;
}

interface PlannedPage {
  readonly key: string;
  readonly entity: string;
  readonly after: string;
  readonly until: string;
}

/** Where the next whole copy is laid down. */
export function nextCopy(replica: Replica): Copy {
  return copyOf(replica.checkpoint.peek()) === 0 ? 1 : 0;
}

/** Return what removes pages that were not applied. @throws StorageFailed */
export async function unstaged(replica: Replica): Promise<Operation[]> {
  const packs = await clearCopy(replica.storage, nextCopy(replica));
  return [clear("staging", ""), ...packs, remove("kv", KV.plan), remove("kv", KV.delta)];
}

/**
 * Fetch every page that is not here yet.
 *
 * @param beginning the plan being kept, when it is new: pages are asked for meanwhile, and kept after it
 * @throws Refused, Disconnected, StorageFailed, Stale
 */
export async function fetchSnapshot(
  ports: PullPorts,
  plan: BegunPlan,
  beginning?: Promise<void>,
): Promise<void> {
  const { replica, progress } = ports;
  const here = () => replica.storage.keys("snapshot.staged", "staging", "snapshot/");
  const staged = new Set(beginning ? [] : await here());
  const pages = pagesOf(plan);
  const missing = pages.filter(({ key }) => !staged.has(key));
  const total = plan.entities.reduce((sum, { count }) => sum + count, 0);
  let received = total === 0 ? 0 : Math.round((total * (pages.length - missing.length)) / pages.length);
  progress(received, total);
  // The first failure stops all: the others must not go on writing behind the machine's back.
  const failed = new AbortController();
  const signal = AbortSignal.any([ports.signal, failed.signal]);
  const written: Promise<void>[] = [];
  const write = async (page: PlannedPage, lines: string) => {
    received += await keepPage(replica, plan, page, lines);
    progress(received, total);
  };
  const worker = async () => {
    let last = beginning ?? Promise.resolve();
    for (let page = missing.shift(); page; page = missing.shift()) {
      const lines = await fetchPage(ports, plan.plan, page, { deadline: DEADLINE, signal });
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
  const writes = [begun, ...packWrites(entity, copy, packs), put("staging", key, true)];
  await replica.storage.commit("pull.page", writes, "relaxed");
  return packs.reduce((sum, { count }) => sum + count, 0);
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
