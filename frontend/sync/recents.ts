/**
 * Reading at the office what this phone does not hold, and having it held from then on.
 */
import type { Replica } from "../local/replica";
import type { RecordDocument, RecordPage } from "../protocol";
import type { Client } from "../rest/client";
import { ProblemError, Unreachable } from "../rest/errors";
import { RECENT_AT_ONCE, tellRecent } from "../rest/recent";
import { listRecords, type RecordQuery, readRecord } from "../rest/records";
import { type Clock, instant } from "../shared/clock";

const SIGN_IN = 401;

/** Read a record at the office; it comes along with one of the next pulls. @throws ProblemError, Unreachable */
export async function openAtOffice(
  replica: Replica,
  client: Client,
  entity: string,
  record: string,
): Promise<RecordDocument> {
  const found = await readRecord(client, entity, record);
  // What cannot be remembered was read all the same.
  await replica.recent.opened(entity, record).catch(() => undefined);
  return found;
}

/**
 * Read a list at the office; its first page is remembered under a name, if it has one, and its records come along.
 *
 * @throws ProblemError, Unreachable
 */
export async function listAtOffice(
  replica: Replica,
  client: Client,
  clock: Clock,
  entity: string,
  name: string | null,
  query: RecordQuery = {},
): Promise<RecordPage> {
  const found = await listRecords(client, entity, query);
  if (name === null || query.after) return found;
  const records = found.records.map(({ id }) => id);
  const page = { entity, records, total: found.total, at: instant(clock) };
  await replica.recent.openedPage(name, page).catch(() => undefined);
  return found;
}

/** Tell the office what was opened since the last time. Without an answer it is told again; a refusal ends it. */
export async function tellRecents(replica: Replica, client: Client, signal: AbortSignal): Promise<void> {
  const device = replica.device.peek()?.id;
  while (device && !signal.aborted && replica.recent.waiting.peek().length > 0) {
    // The latest last, as the office counts.
    const some = replica.recent.waiting.peek().slice(-RECENT_AT_ONCE).toReversed();
    try {
      await tellRecent(client, device, some, signal);
    } catch (error) {
      if (error instanceof Unreachable) return;
      if (!(error instanceof ProblemError)) throw error;
      if (error.status === SIGN_IN) return;
    }
    await replica.recent.told(some);
  }
}
