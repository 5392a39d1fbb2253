/**
 * Unsent work from a file put into the store of the person whose it is.
 *
 * What is here already stays as it is, so that a file can be taken in twice. Changes keep their ids, by which the
 * office knows one that it had taken after all (`sync.md`, exactly once), and join no other, for else that would not
 * be seen; they stand behind what waits here, in the order made.
 */
import type { Replica } from "../replica";
import { type Entry, put } from "../storage";
import type { Unsent } from "./unsent";

/** How much of a file was new here. */
export interface TakenIn {
  readonly changes: number;
  readonly drafts: number;
  readonly photos: number;
}

/** The file holds the work of somebody else. */
export class AnothersWork extends Error {
  override readonly name = "AnothersWork";
}

/**
 * Take in what is not here yet. Each change is kept whole, with its photos, or not at all; after a failure the file
 * can be taken in again.
 *
 * @throws AnothersWork, StorageFailed
 */
export async function takeIn(replica: Replica, work: Unsent): Promise<TakenIn> {
  if (work.owner.person !== replica.person) throw new AnothersWork(work.owner.person);
  const { outbox, blobs, storage } = replica;
  const known = new Set(outbox.entries.peek().flatMap(({ id, replaces }) => [id, ...(replaces ?? [])]));
  const fresh = work.changes.filter(({ id }) => !known.has(id));
  const photos = work.blobs.filter(({ id }) => !blobs.info(id));
  const placed = new Set<string>();
  for (const change of fresh) {
    const own = photos.filter(({ id }) => change.blobs.includes(id) && !placed.has(id));
    const { decision: _, ...undecided } = change;
    await outbox.save({ ...undecided, apart: true }, blobs.operations(own));
    blobs.adopt(own);
    for (const { id } of own) placed.add(id);
  }
  const loose = photos.filter(({ id }) => !placed.has(id));
  if (loose.length > 0) {
    await storage.commit("blob.progress", blobs.operations(loose), "strict");
    blobs.adopt(loose);
  }
  const drafts = await newDrafts(replica, work.drafts);
  if (drafts.length > 0) {
    const writes = drafts.map(({ key, value }) => put("draft", key, value));
    await storage.commit("draft.keep", writes, "strict");
  }
  return {
    changes: fresh.length,
    drafts: drafts.filter(({ key }) => !key.startsWith("form-blob/")).length,
    photos: photos.length,
  };
}

async function newDrafts({ storage }: Replica, drafts: readonly Entry[]): Promise<readonly Entry[]> {
  const here = new Set(await storage.keys("draft.read", "draft", ""));
  return drafts.filter(({ key }) => !here.has(key));
}
