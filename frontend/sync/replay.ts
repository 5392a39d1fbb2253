/**
 * What a phone does when it hears that the server was put back to a backup: it sends again what that has lost.
 *
 * Everything that was sent within the time for which changes are kept goes up once more, in the order made and under
 * the numbers that come next, but for what the backup is sure to hold. The server knows each change by its id, so what
 * it holds all the same is answered and not applied. The copy in view stays until a whole new one has come; numbers of
 * the stream and versions of records in it are of the epoch that is over.
 */
import { type Checkpoint, type Device, KV } from "../local/database";
import { causeOf, isBlocked, isRefused, type OutboxEntry } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { type Operation, put } from "../local/storage";
import type { Welcome } from "../protocol";
import { readSent, withoutSent } from "./sent";
import { unstaged } from "./snapshot";

/** How the outbox goes on after a welcome. */
export interface Onward {
  /** Those that change. */
  readonly entries: readonly OutboxEntry[];
  readonly nextNumber: number;
  readonly beside: readonly Operation[];
  readonly adopt: () => void;
}

/** Return what becomes of the phone in a new epoch. @throws StorageFailed */
export async function replay(
  replica: Replica,
  past: string,
  { nextChange, restored }: Welcome,
  now: string,
): Promise<Onward> {
  const head = restored?.epoch === past ? restored.head : 0;
  const held = ({ outcome, decision }: OutboxEntry) => {
    const seq = outcome?.seq || decision?.seq || 0;
    return seq > 0 && seq <= head;
  };
  await replica.finishApply();
  const packs = await readSent(replica.storage);
  // What comes out of the log is new to the outbox.
  const logged = packs.flatMap(({ changes }) => changes).map((entry) => ({ ...entry, revision: 0 }));
  // What waits at the office stays in the outbox, while younger changes have gone to the log.
  const all = [...logged, ...replica.outbox.entries.peek()].sort((a, b) => a.order - b.order);
  const unsettled = new Set(waitingThere(all));
  const checkpoint = replica.checkpoint.peek();
  // A copy may be of an epoch before the last one: it was not replaced in between.
  const seen = checkpoint?.epoch ?? past;
  let nextNumber = nextChange;
  const again = all.filter((entry) => !held(entry) && (!isRefused(entry) || unsettled.has(entry)));
  const lastSent = again.findLastIndex(({ number }) => number !== null);
  const entries = again.map(({ decision: _, ...entry }, at): OutboxEntry => {
    const epoch = entry.epoch ?? seen;
    // What a device that began anew has taken back its number from stands among those that have one.
    if (at > lastSent) return { ...entry, epoch };
    nextNumber += 1;
    const sent = { number: nextNumber - 1, sentAt: now };
    return { ...entry, ...sent, outcome: null, answeredAt: null, coveredBy: 0, epoch };
  });
  // What was refused is not sent again, but may be taken up: what its user had seen is of the epoch that is over.
  const refused = replica.outbox.entries
    .peek()
    .filter((entry) => isRefused(entry) && !unsettled.has(entry))
    .map((entry) => ({ ...entry, epoch: entry.epoch ?? seen }));
  const taken = new Set(entries.map(({ order }) => order));
  const voided: Checkpoint | null = checkpoint && { ...checkpoint, cursor: "", epoch: seen };
  return {
    entries: [...entries, ...refused],
    nextNumber,
    beside: [
      ...withoutSent(packs, ({ order }) => taken.has(order)),
      ...(await unstaged(replica)),
      ...(voided ? [put("kv", KV.checkpoint, voided)] : []),
      ...replica.blobs.againOperations(),
    ],
    adopt() {
      if (voided) replica.checkpoint.value = voided;
      replica.blobs.again();
    },
  };
}

/** Return the changes that wait at the office, and the refused ones that they wait for. */
export function waitingThere(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const waiting = entries.filter(isBlocked);
  const causes = waiting.flatMap((entry) => causeOf(entry, entries) ?? []).filter(isRefused);
  return [...new Set([...causes, ...waiting])];
}

/** Return the epoch of the copy in view, if it is not the one in which the device was welcomed. */
export function pastEpoch(checkpoint: Checkpoint | null, { epoch }: Device): string | null {
  const shown = checkpoint?.epoch ?? null;
  return shown && epoch && shown !== epoch ? shown : null;
}
