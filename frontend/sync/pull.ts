/**
 * Records coming down: a plan with its pages the first time, what is new since then afterwards.
 *
 * Nothing is shown before `done`. Each page is kept as it comes, so a pull that was cut, or a phone that died, goes
 * on where it was.
 */
import { type Copy, copyOf, deltaKey, KV, PAGES, stagesToCome } from "../local/database";
import type { Replica } from "../local/replica";
import { clear, put, remove } from "../local/storage";
import type { ConflictRow, Done } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { applyDirectly, Backwards, checkpointOf } from "./apply";
import { type Page, rowsIn } from "./incoming";
import { BEGUN, type Journal, runJournal } from "./journal";
import { clearPacks } from "./packed";
import { askedAfter, heed } from "./push";
import {
  type BegunPlan,
  copyBegun,
  fetchSnapshot,
  nextCopy,
  recordsHere,
  recordsOf,
  unstaged,
} from "./snapshot";
import type { Offer } from "./status";
import { type PageSource, Refused, type ReplyTo, type Transport } from "./transport";
import { ABSENCE } from "./verify-due";

/** A delta of fewer rows is applied in one commit. */
export const DIRECT_ROWS = 2_000;
const DEADLINE = 60_000;

export interface PullPorts {
  readonly replica: Replica;
  readonly transport: Transport;
  /** For the pages of a plan, several at a time. */
  readonly pages: PageSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of each page: rows here, and of a whole copy in all, with how much that was to transfer. */
  readonly progress: (received: number, total: number | null, bytes?: number) => void;
  /** Whether a whole copy is to come down now; its plan is kept either way. */
  readonly wanted?: ((copy: Offer) => boolean) | undefined;
  /** Whether something waits to be sent: a plan then ends with the pages that are under way, to go on after it. */
  readonly pause?: (() => boolean) | undefined;
  /** Kept up to date with the entities whose pages are on their way. */
  readonly fetching?: Set<string>;
}

/** Bytes that a record takes on its way, compressed: `bench b1` measured 4.1 MB for 50,000. */
const RECORD_BYTES = 82;

/** How far the staged pages of a delta are. */
interface DeltaProgress {
  readonly from: string;
  readonly next: string | null;
  readonly pages: number;
  /** In those pages; an earlier version did not count. */
  readonly rows?: number;
}

/** Nothing is left to say, a whole copy was not wanted, or a plan let something else go first. */
export type Pulled = null | Offer | "paused";

/**
 * Pull until done, and apply; return the whole copy that was not wanted, if there was one.
 *
 * @throws Refused, Disconnected, StorageFailed, Overtaken
 */
export async function pullOnce(ports: PullPorts): Promise<Pulled> {
  // What is staged may be void while the copy itself is not: only the second refusal costs a new copy.
  for (const give of [forgetStaged, forgetCopy]) {
    try {
      return await pullFrom(ports);
    } catch (error) {
      // Of an epoch that is over the hello has to tell, before anything of another one comes.
      const over = error instanceof Refused && error.problem.code === "epoch-over";
      const restart = error instanceof Refused && error.remedy === "restart" && !over;
      if (!restart && !(error instanceof Backwards)) throw error;
      await give(ports.replica);
      if (error instanceof Backwards) await forgetCopy(ports.replica);
    }
  }
  return pullFrom(ports);
}

async function pullFrom(ports: PullPorts): Promise<Pulled> {
  const { replica, fetching } = ports;
  fetching?.clear();
  // What an apply has left half done stands on staged pages that this pull would replace.
  const { plan, delta } = await replica.reading("snapshot.staged", () => begunBefore(replica));
  const follows = !plan?.after || plan.after === replica.checkpoint.peek()?.cursor;
  if (plan && follows) return pullSnapshot(ports, plan, delta);
  // Of a stage that no longer follows what is here, the office makes another plan.
  if (plan) await forgetStaged(replica);
  const absent = changedWhileAway(replica, ports.clock);
  if (absent && ports.wanted?.(absent) === false) return absent;
  return pullDelta(ports, replica.checkpoint.peek()?.cursor || null, null, delta);
}

/** Tell whether a copy is to come stage by stage: the first one, as long as there are stages to come. */
function isFurther({ checkpoint }: Replica): boolean {
  const here = checkpoint.peek();
  return here === null || (here.cursor !== "" && stagesToCome(here));
}

/** After a long absence what has changed may be as much as the copy; null where there was none. */
function changedWhileAway({ checkpoint }: Replica, clock: Clock): Offer | null {
  const { cursor, at: since } = checkpoint.peek() ?? {};
  if (!cursor || !since || clock.now() - Date.parse(since) < ABSENCE) return null;
  const records = recordsHere(checkpoint.peek());
  return { records, bytes: records * RECORD_BYTES, since };
}

async function pullSnapshot(
  ports: PullPorts,
  plan: BegunPlan,
  delta: DeltaProgress | null,
  beginning?: Promise<void>,
): Promise<Pulled> {
  const records = recordsOf(plan);
  const copy: Offer = { records, bytes: records * RECORD_BYTES };
  // Whoever wanted the first stage wanted all of them.
  if (!plan.after && ports.wanted?.(copy) === false) {
    await beginning;
    return copy;
  }
  if (!(await fetchSnapshot(ports, plan, beginning))) return "paused";
  return pullDelta(ports, plan.cursor, plan, delta);
}

async function pullDelta(
  ports: PullPorts,
  cursor: string | null,
  plan: BegunPlan | null,
  before: DeltaProgress | null,
): Promise<Pulled> {
  const { replica, clock, signal, progress } = ports;
  const from = cursor ?? "";
  const staged = before?.from === from ? before : null;
  let page = staged?.next ?? null;
  let written = staged?.pages ?? 0;
  const held: Page[] = [];
  let rows = staged?.rows ?? 0;
  let masking = false;
  for (;;) {
    const reply = await ask(ports, cursor, page, plan === null && isFurther(replica));
    signal.throwIfAborted();
    if (reply.type === "plan") {
      // A further stage lies beside those that are in view.
      const copy = cursor ? copyOf(replica.checkpoint.peek()) : nextCopy(replica);
      const begun: BegunPlan = { ...reply, copy, after: cursor };
      return pullSnapshot(ports, begun, null, beginPlan(replica, begun));
    }
    const { masks, stubs } = reply;
    held.push({ masks, put: reply.put, stubs, out: reply.out, conflicts: reply.conflicts });
    masking ||= (masks ?? []).length > 0;
    rows += rowsIn(reply);
    progress(rows, null);
    const done = reply.type === "done" ? reply : null;
    // A mask may concern every record that is stored.
    const direct = !plan && written === 0 && rows < DIRECT_ROWS && !masking;
    if (done && direct) {
      const checkpoint = checkpointOf(replica, done, instant(clock), copyOf(replica.checkpoint.peek()));
      const { standing = null, allConflicts } = done;
      await applyDirectly(replica, from, held, checkpoint, standing, { allConflicts });
      await heed(replica, done, instant(clock));
      return null;
    }
    // What nothing came after is whole as it is.
    const whole = done && plan && written === 0 && rows === 0 && !masking;
    if (!direct && !whole) {
      await stage(
        replica,
        held,
        written,
        { from, next: done ? null : nextOf(reply), pages: written + held.length, rows },
        done,
      );
      written += held.length;
      held.length = 0;
    }
    if (done) {
      const conflicts = held.flatMap((one) => one.conflicts);
      await applyStaged(ports, plan, written, done, conflicts);
      await heed(replica, done, instant(clock));
      return null;
    }
    page = nextOf(reply);
  }
}

async function ask(
  { replica, transport, signal }: PullPorts,
  cursor: string | null,
  page: string | null,
  further: boolean,
): Promise<ReplyTo<{ type: "pull" }>> {
  const device = replica.device.peek();
  const place = { device: device?.id ?? "", epoch: device?.epoch ?? null, cursor, page };
  return transport.request(
    { type: "pull", ...place, further, ...askedAfter(replica) },
    { deadline: DEADLINE, signal },
  );
}

function nextOf(reply: { type: "page"; next: string } | { type: "done" }): string | null {
  return reply.type === "page" ? reply.next : null;
}

/** Keep pages. The last ones are written with the journal, not marked as progress: `done` comes only once. */
async function stage(
  replica: Replica,
  pages: readonly Page[],
  first: number,
  progress: DeltaProgress,
  done: Done | null,
): Promise<void> {
  const writes = pages.map((page, at) => put("staging", deltaKey(first + at), page));
  const marks = done ? [] : [put("kv", KV.delta, progress)];
  await replica.storage.commit("pull.delta", [...writes, ...marks], "relaxed");
}

async function applyStaged(
  { replica, clock }: PullPorts,
  plan: BegunPlan | null,
  deltaPages: number,
  done: Done,
  conflicts: readonly ConflictRow[],
): Promise<void> {
  const current = replica.checkpoint.peek();
  const fresh = plan !== null && !plan.after;
  if (!fresh && current && done.head < current.head) throw new Backwards();
  const checkpoint = checkpointOf(replica, done, instant(clock), plan?.copy ?? copyOf(current));
  const bytes = plan && stagesToCome(checkpoint) ? { bytes: (await copyBegun(replica))?.bytes ?? 0 } : {};
  const arrived = fresh ? [] : (plan?.entities ?? []).map(({ entity }) => entity);
  const journal: Journal = {
    ...BEGUN,
    standing: done.standing ?? null,
    fresh,
    arrived,
    deltaPages,
    conflicts,
    allConflicts: done.allConflicts ?? false,
    checkpoint: { ...checkpoint, ...bytes },
  };
  // Of what is not held the office begins anew to tell: what it does not tell of any more would never go.
  const forgotten = fresh
    ? [clear("trace", ""), clear("kv", PAGES), remove("kv", KV.recent), remove("kv", KV.thaw)]
    : [];
  await replica.locks.exclusive(replica.lock, async () => {
    // The copy that was in view goes as a whole, with what lies beside its packs; the new one has its packs already.
    const old = (_: string, copy: Copy) => copy !== checkpoint.copy;
    const replaced = fresh ? [...(await clearPacks(replica.storage, old)), clear("row", "")] : [];
    const writes = [...forgotten, ...replaced];
    // What is one commit needs no journal.
    if (deltaPages === 0 && arrived.length === 0) return runJournal(replica, journal, writes);
    await replica.storage.commit("journal.begin", [put("kv", KV.journal, journal), ...writes], "relaxed");
    await runJournal(replica, journal);
  });
}

/** What was begun and not applied; pages of a plan that an earlier version staged are of no use any more. */
async function begunBefore({
  storage,
}: Replica): Promise<{ plan: BegunPlan | null; delta: DeltaProgress | null }> {
  const keys = [KV.plan, KV.delta].map((key) => ({ store: "kv", key }) as const);
  const [[plan] = [], [delta] = []] = await storage.readAll("snapshot.staged", keys);
  const begun = plan?.value as BegunPlan | undefined;
  const placed = (begun as Partial<BegunPlan> | undefined)?.copy !== undefined;
  return { plan: (placed && begun) || null, delta: (delta?.value as DeltaProgress | undefined) ?? null };
}

async function beginPlan(replica: Replica, plan: BegunPlan): Promise<void> {
  const writes = [...(await unstaged(replica)), put("kv", KV.plan, plan)];
  await replica.storage.commit("pull.plan", writes, "relaxed");
}

/** Drop pages that were not applied; the copy goes on from its checkpoint. */
async function forgetStaged(replica: Replica): Promise<void> {
  await replica.storage.commit("pull.restart", await unstaged(replica), "relaxed");
}

/** Begin a new copy; the old one stays in view until the new one is whole. */
async function forgetCopy(replica: Replica): Promise<void> {
  const current = replica.checkpoint.peek();
  const restarted = current && { ...current, cursor: "" };
  const writes = await unstaged(replica);
  if (restarted) writes.push(put("kv", KV.checkpoint, restarted));
  await replica.storage.commit("pull.restart", writes, "relaxed");
  replica.checkpoint.value = restarted;
}
