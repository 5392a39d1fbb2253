/**
 * The log of changes that were sent, answered and settled: kept for as long as the server may be put back to a backup
 * that does not hold them.
 *
 * It holds what the user did and nothing that he saw, so that a right which is lost takes nothing out of it. It lies in
 * packs apart from the outbox, and is read only when it is needed.
 */
import { changeKey } from "../local/database";
import type { OutboxEntry } from "../local/outbox-entry";
import { type Operation, put, remove, type Storage } from "../local/storage";
import type { Act } from "../protocol";

/** How long a sent change can be sent again. */
export const KEEP_SENT = 30 * 24 * 3_600_000;
/** The oldest go first when there are more, or when they take more. */
export const MOST_SENT = 5_000;
export const MOST_BYTES = 4 * 1024 * 1024;
const PACK_CHANGES = 100;
const PACK_BYTES = 128 * 1024;

export interface SentPack {
  readonly key: string;
  readonly changes: readonly OutboxEntry[];
}

/** As it lies in the store; what is needed to let it go stands beside the changes. */
interface Stored {
  readonly count: number;
  readonly bytes: number;
  /** UTC instant of its newest answer. */
  readonly until: string;
  /** JSON text of `OutboxEntry[]`. */
  readonly body: string;
}

/** Return all that is kept, in the order made. @throws StorageFailed */
export async function readSent(storage: Storage): Promise<readonly SentPack[]> {
  const [found = []] = await storage.readAll("sent.read", [{ store: "sent", prefix: "" }]);
  return found.map(({ key, value }) => {
    return { key, changes: JSON.parse((value as Stored).body) as OutboxEntry[] };
  });
}

/** Return what keeps changes that leave the outbox, and lets go of what is too old or too much. @throws StorageFailed */
export async function sentWrites(
  storage: Storage,
  entries: readonly OutboxEntry[],
  now: number,
): Promise<readonly Operation[]> {
  const [found = []] = await storage.readAll("sent.read", [{ store: "sent", prefix: "" }]);
  const packs = found.map(({ key, value }) => ({ key, pack: value as Stored }));
  const last = packs.at(-1);
  const joined = last && last.pack.count < PACK_CHANGES && last.pack.bytes < PACK_BYTES ? last : null;
  const open = joined ? (JSON.parse(joined.pack.body) as OutboxEntry[]) : [];
  const fresh = packed([...open, ...entries.map(unseen)]);
  const before = new Date(now - KEEP_SENT).toISOString();
  const all = [...(joined ? packs.slice(0, -1) : packs), ...fresh];
  const kept = newest(all).filter(({ pack }) => pack.until >= before);
  const keys = new Set(kept.map(({ key }) => key));
  const gone = packs.filter(({ key }) => !keys.has(key));
  const written = fresh.filter(({ key }) => keys.has(key));
  return [
    ...gone.map(({ key }) => remove("sent", key)),
    ...written.map(({ key, pack }) => put("sent", key, pack)),
  ];
}

/** Return what takes changes out of the log again. */
export function withoutSent(
  packs: readonly SentPack[],
  taken: (entry: OutboxEntry) => boolean,
): readonly Operation[] {
  return packs
    .filter(({ changes }) => changes.some(taken))
    .flatMap(({ key, changes }) => {
      const left = packed(changes.filter((entry) => !taken(entry)));
      return [remove("sent", key), ...left.map((one) => put("sent", one.key, one.pack))];
    });
}

function packed(entries: readonly OutboxEntry[]): { key: string; pack: Stored }[] {
  const sorted = [...entries].sort((a, b) => a.order - b.order);
  const packs: { key: string; pack: Stored }[] = [];
  while (sorted.length > 0) {
    const some = [sorted.shift() as OutboxEntry];
    let bytes = JSON.stringify(some[0]).length;
    for (let [next] = sorted; next && some.length < PACK_CHANGES && bytes < PACK_BYTES; [next] = sorted) {
      bytes += JSON.stringify(next).length;
      some.push(next);
      sorted.shift();
    }
    const until = some.reduce((latest, { answeredAt }) => {
      return answeredAt && answeredAt > latest ? answeredAt : latest;
    }, "");
    const body = JSON.stringify(some);
    const key = changeKey(some[0]?.order ?? 0);
    packs.push({ key, pack: { count: some.length, bytes: body.length, until, body } });
  }
  return packs;
}

function newest<T extends { readonly pack: Stored }>(packs: readonly T[]): T[] {
  let count = 0;
  let bytes = 0;
  return [...packs]
    .reverse()
    .filter(({ pack }) => {
      count += pack.count;
      bytes += pack.bytes;
      return count <= MOST_SENT && bytes <= MOST_BYTES;
    })
    .reverse();
}

/** Return a change without the office's values. */
function unseen(entry: OutboxEntry): OutboxEntry {
  return { ...entry, acts: entry.acts.map(unseenAct), effects: [], lost: [] };
}

function unseenAct(act: Act): Act {
  if (act.kind !== "set") return act;
  const edits = Object.entries(act.edits).map(([field, { value, base }]) => [field, { value, base }]);
  return { ...act, edits: Object.fromEntries(edits) };
}
