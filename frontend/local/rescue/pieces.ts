/**
 * Unsent work as one run of bytes and back: in its text a photo's `bytes` is its place among the photos behind it.
 */
import { isObject } from "../../shared/json";
import { joined, parted } from "../pieces";
import type { Unsent } from "./unsent";

export function packed(work: Unsent): Uint8Array<ArrayBuffer> {
  const pieces: ArrayBuffer[] = [];
  const without = (value: unknown): unknown => {
    if (!isObject(value) || !(value.bytes instanceof ArrayBuffer)) return value;
    return { ...value, bytes: pieces.push(value.bytes) - 1 };
  };
  const drafts = work.drafts.map(({ key, value }) => ({ key, value: without(value) }));
  return joined({ ...work, drafts, blobs: work.blobs.map(without) }, pieces);
}

/** @throws NotReadable */
export function unpacked(whole: Uint8Array<ArrayBuffer>): Unsent {
  const { words, pieces } = parted<Unsent>(whole);
  const withBytes = <T>(value: T): T => {
    if (!isObject(value) || typeof value.bytes !== "number") return value;
    return { ...value, bytes: pieces[value.bytes] };
  };
  return {
    ...words,
    drafts: words.drafts.map(({ key, value }) => ({ key, value: withBytes(value) })),
    blobs: words.blobs.map(withBytes),
  };
}
