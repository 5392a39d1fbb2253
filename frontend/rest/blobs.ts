/**
 * Photos and files over HTTP: up in chunks that can be resumed, down whole or as a thumbnail.
 */
import type { BlobState } from "../protocol";
import type { Client } from "./client";

export const CHUNK_BYTES = 256 * 1024;

export interface Upload {
  readonly id: string;
  readonly type: string;
  readonly sha256: string;
  readonly bytes: ArrayBuffer;
}

/** Ask how much of an upload the server has. */
export function readBlobState(client: Client, blob: string, signal?: AbortSignal): Promise<BlobState> {
  return client.call("GET", `/api/v1/blobs/${blob}/state`, { ...(signal && { signal }) });
}

/**
 * Send what the server does not have yet, a chunk at a time.
 *
 * @param received how far an earlier attempt came; the server's own answer is followed from there
 * @param onProgress told what the server has after each chunk
 */
export async function uploadBlob(
  client: Client,
  { id, type, sha256, bytes }: Upload,
  received: number,
  onProgress: (received: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let state: BlobState =
    received > 0 ? await readBlobState(client, id, signal) : { blob: id, received: 0, complete: false };
  while (!state.complete) {
    const from = state.received;
    const chunk = bytes.slice(from, from + CHUNK_BYTES);
    const range = `bytes ${from}-${from + chunk.byteLength - 1}/${bytes.byteLength}`;
    state = await client.call<BlobState>("PUT", `/api/v1/blobs/${id}`, {
      bytes: chunk,
      headers: { "Content-Type": type, "Content-Range": range, "X-Content-SHA256": sha256 },
      ...(signal && { signal }),
    });
    if (!state.complete && state.received <= from && chunk.byteLength > 0) {
      state = await readBlobState(client, id, signal);
      if (state.received === from) throw new Error(`The server does not take chunk ${range} of ${id}`);
    }
    await onProgress(state.received);
  }
}

export function readBlob(client: Client, blob: string, size: "original" | "thumbnail"): Promise<ArrayBuffer> {
  return client.bytes(`/api/v1/blobs/${blob}${size === "thumbnail" ? "/thumbnail" : ""}`);
}
