/**
 * Changes going up: numbered on the disk before they leave, answered on the disk when they come back.
 */
import { KV } from "../local/database";
import { type OutboxEntry, onTheWire } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { check, put } from "../local/storage";
import type { Change, Outcomes } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { answered, nextBatch } from "./batch";
import { Disconnected, type Transport } from "./transport";

const DEADLINE = 45_000;

/**
 * Send the next changes and keep their outcomes.
 *
 * @returns whether more wait
 * @throws Refused, Disconnected, StorageFailed, Stale
 */
export async function pushOnce(
  replica: Replica,
  transport: Transport,
  clock: Clock,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  const batch = nextBatch(replica.outbox.unanswered(), limit);
  if (batch.length === 0) return false;
  const [first, ...rest] = await numbered(replica, batch, instant(clock), signal);
  const device = replica.device.peek();
  if (!first || !device) return false;
  const changes: [Change, ...Change[]] = [onTheWire(first), ...rest.map(onTheWire)];
  const reply = await transport.request(
    { type: "push", device: device.id, changes },
    { deadline: DEADLINE, signal },
  );
  signal.throwIfAborted();
  return await keep(replica, changes, reply, instant(clock));
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
  const given = fresh.map((entry, at) => ({ ...entry, number: device.nextNumber + at, sentAt: now }));
  const next = { ...device, nextNumber: device.nextNumber + fresh.length };
  const { operations, adopt } = replica.outbox.prepare(given);
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
  sent: readonly Change[],
  reply: Outcomes,
  now: string,
): Promise<boolean> {
  const head = replica.checkpoint.peek()?.head ?? -1;
  const changed = answered(replica.outbox.entries.peek(), reply, head, now);
  const heard = new Set(changed.filter(({ outcome }) => outcome).map(({ id }) => id));
  // Each answer stands for its change; one that is missing is asked for again, never guessed.
  if (!sent.some(({ id }) => heard.has(id)))
    throw new Disconnected("The outcomes are not those of the changes");
  const { operations, adopt } = replica.outbox.prepare(changed);
  await replica.storage.commit("push.outcomes", operations, "strict");
  adopt();
  return replica.outbox.unanswered().length > 0;
}
