/**
 * Sending with no window open: what waits in a copy goes up, as far as the office takes it without its user.
 *
 * Nothing is fetched and nothing published is taken: that is for the app, in front of somebody's eyes. A device that
 * the office does not know, a sign-in that has ended, work that is held back on purpose: all wait for him too.
 */
import { databaseName, SESSION_DATABASE } from "../local/database";
import type { Locks } from "../local/locks";
import type { Replica } from "../local/replica";
import { recallPerson } from "../local/session";
import type { Storage } from "../local/storage";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import { BATCH_CHANGES } from "./batch";
import { sayHello } from "./hello";
import type { Leadership } from "./leader";
import { openReplica } from "./opening";
import { push } from "./push";
import { Refused, type Transport } from "./transport";

const HELLO_DEADLINE = 12_000;

export interface UnattendedPorts {
  /** Open a database of this browser by its name. */
  readonly storage: (name: string) => Storage;
  readonly locks: Locks;
  /** Among the windows of one person: a window that opens meanwhile takes over. */
  readonly leadership: (database: string) => Leadership;
  /** Who is signed in; null when nobody is. @throws Unreachable */
  readonly signedIn: () => Promise<string | null>;
  readonly transport: Transport;
  /** Send the photos and files that wait. */
  readonly upload: (replica: Replica, signal: AbortSignal) => Promise<unknown>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Ends it, wherever it is. */
  readonly signal: AbortSignal;
}

/**
 * Send what waits of whoever used this browser last; says whether there was anything and it was taken.
 *
 * @throws Disconnected, Unreachable, StorageFailed
 */
export async function sendUnattended(ports: UnattendedPorts): Promise<boolean> {
  const known = await during(ports.storage(SESSION_DATABASE), recallPerson);
  if (!known) return false;
  const database = databaseName(known.person);
  return during(ports.storage(database), async (storage) => {
    const replica = await openReplica(storage, ports.locks, known.person);
    if (!isWaiting(replica, ports.clock) || (await ports.signedIn()) !== known.person) return false;
    const leadership = ports.leadership(database);
    return whileLeading(leadership, ports.signal, (signal) => send(ports, replica, leadership, signal));
  });
}

function isWaiting({ outbox, blobs, held, device, metadata }: Replica, clock: Clock): boolean {
  const { until } = held.peek() ?? { until: "" };
  const isHeld = until === null || Date.parse(until) > clock.now();
  const isKnown = device.peek()?.nonce && metadata.peek();
  return Boolean(isKnown) && !isHeld && (outbox.unanswered().length > 0 || blobs.queue().length > 0);
}

async function send(
  { transport, upload, clock, newId }: UnattendedPorts,
  replica: Replica,
  leadership: Leadership,
  signal: AbortSignal,
): Promise<boolean> {
  // What a window has done since this copy was read.
  await replica.reload();
  const told = () => leadership.post({ kind: "changed" });
  try {
    const version = replica.metadata.peek()?.metadataVersion ?? 0;
    const waiting = { deadline: HELLO_DEADLINE, signal };
    const { limits } = await sayHello(replica, transport, { newId, clock }, version, waiting);
    told();
    const limit = Math.min(limits.changes, BATCH_CHANGES);
    await push({ replica, transport, clock, limit, signal, kept: told });
    await upload(replica, signal);
    told();
    return true;
  } catch (error) {
    // Only its user can go on with it, or a window has taken over.
    if (signal.aborted || (error instanceof Refused && error.remedy !== "retry")) return false;
    throw error;
  }
}

/** Work once this copy is ours, and for as long as it is: what opens in front of its user comes before us. */
function whileLeading<T>(
  leadership: Leadership,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  let begun = false;
  const worked = new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    leadership.start((leading) => {
      if (leading && !begun) {
        begun = true;
        work(AbortSignal.any([signal, lost.signal])).then(resolve, reject);
      } else if (begun) lost.abort();
    });
  });
  return worked.finally(() => leadership.stop());
}

async function during<T>(storage: Storage, work: (storage: Storage) => Promise<T>): Promise<T> {
  try {
    return await work(storage);
  } finally {
    storage.close();
  }
}
