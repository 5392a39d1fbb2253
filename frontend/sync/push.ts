/**
 * Changes going up: numbered on the disk before they leave, answered on the disk when they come back.
 *
 * One request is under way at a time, so that they arrive in the order made. While the office works on it the next
 * changes are numbered, and they leave with its answer: the answers are kept while these are on their way. Whatever ends
 * in between leaves numbered changes without an answer, as a lost reply does, and the same bytes go up again.
 */
import { KV } from "../local/database";
import { MOST_REPLACED } from "../local/outbox";
import { type OutboxEntry, onTheWire } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { check, put } from "../local/storage";
import type { Change, Done, Outcomes } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { answered, heeded, nextBatch, refusedNumbers } from "./batch";
import { pastEpoch } from "./replay";
import { Disconnected, type Transport } from "./transport";

const DEADLINE = 45_000;

/** What goes up, where to, and who is told each time that answers are kept. */
export interface Sending {
  readonly replica: Replica;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Changes in one request. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly kept: () => void;
}

/**
 * Send what waits, request after request, and keep the outcomes.
 *
 * @returns whether more wait
 * @throws Refused, Disconnected, StorageFailed, Stale
 */
export async function push(sending: Sending): Promise<boolean> {
  const { replica, clock, signal, kept } = sending;
  let sent = await prepared(sending, []);
  let asked = ask(sending, sent);
  while (asked) {
    const next = await prepared(sending, sent);
    const reply = await asked;
    signal.throwIfAborted();
    asked = ask(sending, next);
    await keep(replica, sent, reply, instant(clock));
    kept();
    sent = next;
  }
  return replica.outbox.unanswered().length > 0;
}

/** Number the changes that go up after those that are under way; none where they have to wait for their answer. */
async function prepared(
  { replica, clock, limit, signal }: Sending,
  underWay: readonly OutboxEntry[],
): Promise<readonly OutboxEntry[]> {
  const sent = new Set(underWay.map(({ id }) => id));
  const waiting = replica.outbox.unanswered().filter(({ id }) => !sent.has(id));
  const batch = nextBatch(waiting, limit, underWay);
  return batch.length > 0 ? await numbered(replica, batch, instant(clock), signal) : batch;
}

function ask(
  { replica, transport, signal }: Sending,
  batch: readonly OutboxEntry[],
): Promise<Outcomes> | null {
  const [first, ...rest] = batch;
  const device = replica.device.peek();
  if (!first || !device) return null;
  const changes: [Change, ...Change[]] = [onTheWire(first), ...rest.map(onTheWire)];
  const reply = transport.request(
    { type: "push", device: device.id, epoch: device.epoch, changes, ...askedAfter(replica) },
    { deadline: DEADLINE, signal },
  );
  // Nobody waits for it any more where something else has failed meanwhile.
  reply.catch(() => undefined);
  return reply;
}

async function numbered(
  replica: Replica,
  batch: readonly OutboxEntry[],
  now: string,
  signal: AbortSignal,
): Promise<readonly OutboxEntry[]> {
  const fresh = batch.filter(({ number }) => number === null);
  const device = replica.device.peek();
  if (fresh.length === 0 || !device) return batch;
  const past = pastEpoch(replica.checkpoint.peek(), device);
  const told = toldWith(fresh[0]?.replaces ?? [], replica.outbox.givenUp);
  const given = fresh.map((entry, at) => {
    const epoch = entry.epoch ?? past;
    const replaces = at === 0 && told.replaces.length > 0 ? { replaces: told.replaces } : {};
    return { ...entry, ...replaces, number: device.nextNumber + at, sentAt: now, ...(epoch && { epoch }) };
  });
  const next = { ...device, nextNumber: device.nextNumber + fresh.length };
  const { operations, adopt } = replica.outbox.prepare(given, told.entries);
  const expected = check(
    "kv",
    KV.device,
    (stored) => (stored as typeof device).nextNumber === device.nextNumber,
  );
  signal.throwIfAborted();
  await replica.storage.commit(
    "push.number",
    [expected, ...operations, put("kv", KV.device, next)],
    "strict",
  );
  replica.device.value = next;
  adopt();
  const sent = new Set(batch.map(({ id }) => id));
  return replica.outbox.unanswered().filter(({ id }) => sent.has(id));
}

async function keep(
  replica: Replica,
  sent: readonly OutboxEntry[],
  reply: Outcomes,
  now: string,
): Promise<void> {
  const checkpoint = replica.checkpoint.peek();
  // Without a cursor the copy in view is to be replaced, and its head may be of another past.
  const head = checkpoint?.cursor ? checkpoint.head : -1;
  const entries = replica.outbox.entries.peek();
  const answers = answered(entries, reply, head, now);
  const heard = new Set(answers.filter(({ outcome }) => outcome).map(({ id }) => id));
  // Each answer stands for its change; one that is missing is asked for again, never guessed.
  if (!sent.some(({ id }) => heard.has(id)))
    throw new Disconnected("The outcomes are not those of the changes");
  const { operations, adopt } = replica.outbox.prepare([...answers, ...heeded(entries, reply, head, now)]);
  await replica.storage.commit("push.outcomes", operations, "strict");
  adopt();
}

/** Take what a pull tells of changes that were refused or had to wait. @throws StorageFailed, Stale */
export async function heed(replica: Replica, done: Done, now: string): Promise<void> {
  const changed = heeded(replica.outbox.entries.peek(), done, done.head, now);
  if (changed.length === 0) return;
  const { operations, adopt } = replica.outbox.prepare(changed);
  await replica.storage.commit("push.outcomes", operations, "strict");
  adopt();
}

/** Return what a request says of refused and waiting changes: nothing where there are none. */
export function askedAfter(replica: Replica): { refused?: number[] } {
  const refused = refusedNumbers(replica.outbox.entries.peek());
  return refused.length > 0 ? { refused } : {};
}

/** Add changes that were given up to those which a change takes the place of, as far as there is room. */
function toldWith(
  replaces: readonly string[],
  givenUp: readonly OutboxEntry[],
): { readonly replaces: readonly string[]; readonly entries: readonly OutboxEntry[] } {
  const ids = [...replaces];
  const entries: OutboxEntry[] = [];
  for (const entry of givenUp) {
    const more = [...(entry.replaces ?? []), entry.id];
    if (ids.length + more.length > MOST_REPLACED + 1) break;
    ids.push(...more);
    entries.push(entry);
  }
  return { replaces: ids.slice(-MOST_REPLACED), entries };
}
