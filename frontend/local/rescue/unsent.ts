/**
 * What lies on this phone and nowhere else: changes that the office has not taken, drafts, and the bytes of photos.
 */
import type { BlobInfo, NewBlob } from "../blobs";
import { isRefused, type OutboxEntry } from "../outbox-entry";
import type { Replica } from "../replica";
import type { Entry } from "../storage";

/** Whose work it is. */
export interface Owner {
  readonly person: string;
  readonly name: string;
  readonly organisation: string;
}

export interface Unsent {
  readonly owner: Owner;
  /** UTC instant. */
  readonly madeAt: string;
  /** In the order made. */
  readonly changes: readonly OutboxEntry[];
  /** Whatever the store keeps of forms, filters and what was typed into records that are lost. */
  readonly drafts: readonly Entry[];
  /** Photos and files of changes, those that the office has not received whole. */
  readonly blobs: readonly NewBlob[];
}

/** Gather the unsent work of the person whose copy this is. @throws StorageFailed */
export async function unsentWork(replica: Replica, owner: Owner, madeAt: string): Promise<Unsent> {
  const { storage } = replica;
  const entries = replica.outbox.entries.peek();
  const epoch = replica.checkpoint.peek()?.epoch;
  const changes = entries
    .filter((entry) => !entry.outcome || isRefused(entry))
    // The versions that it speaks of may be read after the server has been put back to a backup.
    .map((entry) => ({ ...entry, ...(epoch && { epoch: entry.epoch ?? epoch }) }));
  const wanted = new Set(entries.flatMap(({ blobs }) => blobs));
  const [drafts = []] = await storage.readAll("draft.read", [{ store: "draft", prefix: "" }]);
  const blobs: NewBlob[] = [];
  for (const id of replica.blobs.onTheirWay.peek()) {
    const info = replica.blobs.info(id);
    const bytes = wanted.has(id) ? await replica.blobs.bytes(id) : null;
    if (info && bytes) blobs.push({ ...named(info), bytes });
  }
  return { owner, madeAt, changes, drafts, blobs };
}

function named({ id, name, type, size, sha256 }: BlobInfo): Omit<NewBlob, "bytes"> {
  return { id, name, type, size, sha256 };
}
