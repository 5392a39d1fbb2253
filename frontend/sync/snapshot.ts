/**
 * The pages of a plan: fetched a few at a time, each kept when it is here, so that only what is missing is fetched.
 */
import { snapshotKey } from "../local/database";
import { put } from "../local/storage";
import type { Plan, PlannedEntity } from "../protocol";
import type { PullPorts } from "./pull";

const AT_ONCE = 3;
const DEADLINE = 60_000;

interface PlannedPage {
  readonly key: string;
  readonly entity: string;
  readonly after: string;
  readonly until: string;
}

/** Fetch every page that is not staged yet. @throws Refused, Disconnected, StorageFailed */
export async function fetchSnapshot(ports: PullPorts, plan: Plan): Promise<void> {
  const { replica, progress } = ports;
  const staged = new Set(await replica.storage.keys("snapshot.staged", "staging", "snapshot/"));
  const pages = pagesOf(plan);
  const missing = pages.filter(({ key }) => !staged.has(key));
  const total = plan.entities.reduce((sum, { count }) => sum + count, 0);
  let received = total === 0 ? 0 : Math.round((total * (pages.length - missing.length)) / pages.length);
  progress(received, total);
  // The first failure stops all: the others must not go on writing behind the machine's back.
  const failed = new AbortController();
  const signal = AbortSignal.any([ports.signal, failed.signal]);
  const worker = async () => {
    for (let page = missing.shift(); page; page = missing.shift()) {
      received += await fetchPage({ ...ports, signal }, plan.plan, page);
      progress(received, total);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, worker);
  try {
    await Promise.all(workers);
  } finally {
    failed.abort();
    await Promise.allSettled(workers);
  }
}

async function fetchPage(
  { replica, pages, signal }: PullPorts,
  plan: string,
  { key, entity, after, until }: PlannedPage,
): Promise<number> {
  const device = replica.device.peek()?.id ?? "";
  const reply = await pages.request(
    { type: "snapshot", device, plan, entity, after, until },
    { deadline: DEADLINE, signal },
  );
  signal.throwIfAborted();
  await replica.storage.commit("pull.page", [put("staging", key, reply.rows)], "relaxed");
  return reply.rows.length;
}

/** Return where each page of an entity ends: at each end of the plan, and one more that is open. */
export function pageEnds({ count, ends }: PlannedEntity): readonly string[] {
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
