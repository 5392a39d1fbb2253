/**
 * Photos and files going up, one after the other, once the server has their changes.
 */
import type { Replica } from "../local/replica";
import { uploadBlob } from "../rest/blobs";
import type { Client } from "../rest/client";
import { ProblemError } from "../rest/errors";

/** Send what waits, until nothing does. @throws Unreachable, StorageFailed */
export async function uploadAll(replica: Replica, client: Client, signal: AbortSignal): Promise<boolean> {
  const { blobs } = replica;
  let sent = false;
  for (let [next] = blobs.queue(); next && !signal.aborted; [next] = blobs.queue()) {
    const { id, type, sha256, received } = next;
    const bytes = await blobs.bytes(id);
    if (!bytes) {
      await blobs.progress(id, received, { refused: "blob-missing" });
      continue;
    }
    try {
      const keep = (done: number) => blobs.progress(id, done);
      await uploadBlob(client, { id, type, sha256, bytes }, received, keep, signal);
      await blobs.progress(id, bytes.byteLength, { uploaded: true });
      sent = true;
    } catch (error) {
      // A refused file would hold up the others for ever; a session that ended would refuse them all.
      if (!(error instanceof ProblemError) || error.status === 401) throw error;
      await blobs.progress(id, received, { refused: error.problem.code });
    }
  }
  return sent;
}
