/**
 * The opening exchange, and the device's identity.
 *
 * The next nonce is kept before it is proposed and takes effect when welcomed: a lost reply leaves both ends able to
 * go on, and a copied profile is found out.
 */
import { batch } from "@preact/signals-core";
import { EXPRESSIONS_VERSION } from "../expressions/version";
import { type Device, KV, type Loss, type MetadataPrompt } from "../local/database";
import type { Outbox } from "../local/outbox";
import type { OutboxEntry } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { check, type Operation, put } from "../local/storage";
import { PROTOCOL_VERSION, type Welcome } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import { type NewId, newNonce } from "../shared/ids";
import { type Onward, replay, waitingThere } from "./replay";
import { unstaged } from "./snapshot";
import { problem } from "./status";
import type { Transport, Waiting } from "./transport";

/** Return this device with a nonce to propose; both are kept when they are made. @throws StorageFailed, Stale */
export async function propose(replica: Replica, newId: NewId): Promise<Device> {
  const known = replica.device.peek();
  if (known?.nextNonce) return known;
  const begun = { nonce: null, nextNumber: 1, epoch: null, renewed: false };
  const device: Device = { ...(known ?? { id: newId(), ...begun }), nextNonce: newNonce() };
  // Whoever else had a copy of this browser open may have said hello since this one was read.
  const current = check("kv", KV.device, (stored) => (stored as Device | undefined)?.nonce === known?.nonce);
  await replica.storage.commit(
    known ? "hello.propose" : "device.begin",
    [current, put("kv", KV.device, device)],
    "strict",
  );
  replica.device.value = device;
  return device;
}

/**
 * Say hello.
 *
 * @param metadataVersion of the metadata that this phone goes by, or will when it is welcomed
 * @throws Refused, Disconnected, StorageFailed, Stale
 */
export async function sayHello(
  replica: Replica,
  transport: Transport,
  { newId, clock }: { readonly newId: NewId; readonly clock: Clock },
  metadataVersion: number,
  waiting: Waiting,
): Promise<Welcome> {
  const device = await propose(replica, newId);
  const checkpoint = replica.checkpoint.peek();
  const counts = Object.values(checkpoint?.counts ?? {});
  const welcome = await transport.request(
    {
      type: "hello",
      device: device.id,
      protocolVersion: PROTOCOL_VERSION,
      expressionsVersion: EXPRESSIONS_VERSION,
      nonce: device.nonce,
      nextNonce: device.nextNonce ?? "",
      metadataVersion,
      cursor: checkpoint?.cursor || null,
      epoch: device.epoch,
      pending: replica.outbox.unanswered().length,
      stored: counts.reduce((sum, count) => sum + count, 0),
    },
    waiting,
  );
  // Aborted, another attempt may be under way already.
  waiting.signal?.throwIfAborted();
  await welcomed(replica, device, welcome, instant(clock));
  return welcome;
}

/**
 * The server does not know this device any more: go on as a new one, with every change that has no answer.
 *
 * It remembers the epoch: should that be over, what had an answer is sent again as well.
 */
export async function renewDevice(replica: Replica, newId: NewId): Promise<void> {
  await replica.finishApply();
  const device: Device = {
    id: newId(),
    nonce: null,
    nextNonce: null,
    nextNumber: 1,
    epoch: replica.device.peek()?.epoch ?? null,
    renewed: true,
  };
  const again = [...withoutNumbers(replica.outbox), ...unsettled(replica.outbox)];
  const { operations, adopt } = replica.outbox.prepare(again);
  const checkpoint = replica.checkpoint.peek();
  const begun: Operation[] = [
    put("kv", KV.device, device),
    ...(await unstaged(replica)),
    ...(checkpoint ? [put("kv", KV.checkpoint, { ...checkpoint, cursor: "" })] : []),
  ];
  await replica.storage.commit("device.renew", [...operations, ...begun], "strict");
  replica.device.value = device;
  if (checkpoint) replica.checkpoint.value = { ...checkpoint, cursor: "" };
  adopt();
}

/** Say whether the server's metadata calls for the user, or may be taken at once. */
export function promptOf(welcome: Welcome, known: MetadataPrompt | null): MetadataPrompt | null {
  const { changed, current, urgency, note } = welcome.metadata;
  if (!changed) return null;
  const declined = known?.version === current && known.declined && urgency !== "hard";
  return { version: current, urgency, note, declined };
}

async function welcomed(replica: Replica, device: Device, welcome: Welcome, now: string): Promise<void> {
  const { epoch, lacking } = welcome;
  const { entries, nextNumber, beside, adopt } =
    device.epoch && epoch !== device.epoch
      ? await replay(replica, device.epoch, welcome, now)
      : renumber(replica, device, welcome);
  const outbox = replica.outbox.prepare(entries);
  const confirmed: Device = {
    ...device,
    nonce: device.nextNonce,
    nextNonce: null,
    nextNumber,
    epoch,
    lacking,
  };
  const operations = [put("kv", KV.device, confirmed), ...outbox.operations, ...beside];
  const begun = replica.checkpoint.peek() || device.epoch || device.renewed;
  const loss: Loss | null =
    welcome.syncedBefore && !begun ? { at: now, problem: problem("store-emptied") } : null;
  if (loss) operations.push(put("kv", KV.loss, loss));
  const strict = entries.length > 0 || beside.length > 0 || loss !== null;
  // Whatever rests on it is kept strictly after it; lost with the power, the server still knows the nonce before.
  await replica.storage.commit("hello.welcomed", operations, strict ? "strict" : "relaxed");
  batch(() => {
    if (loss) replica.loss.value = loss;
    replica.device.value = confirmed;
    outbox.adopt();
    adopt();
  });
}

/** Numbers go on from where both ends know of them; those that the server has not heard of are given again. */
function renumber({ outbox }: Replica, { nextNumber }: Device, { nextChange }: Welcome): Onward {
  const numbers = outbox.unanswered().flatMap(({ number }) => (number === null ? [] : [number]));
  const nothing = { beside: [], adopt: () => undefined };
  if (numbers.length === 0) return { entries: [], nextNumber: nextChange, ...nothing };
  if (nextChange < Math.min(...numbers))
    return { entries: withoutNumbers(outbox), nextNumber: nextChange, ...nothing };
  // A store that lost its device and kept its changes has given more numbers than it knows of.
  const after = Math.max(nextNumber, nextChange, Math.max(...numbers) + 1);
  return { entries: [], nextNumber: after, ...nothing };
}

function withoutNumbers(outbox: Outbox): OutboxEntry[] {
  const locked = outbox.unanswered().filter(({ number }) => number !== null);
  return locked.map((entry) => ({ ...entry, number: null, sentAt: null }));
}

/** What waits at the office waits for the device that sent it: with what it waits for, it is sent by the new one. */
function unsettled(outbox: Outbox): OutboxEntry[] {
  const fresh = { number: null, sentAt: null, outcome: null, answeredAt: null };
  return waitingThere(outbox.entries.peek()).map((entry) => ({ ...entry, ...fresh }));
}
