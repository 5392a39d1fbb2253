/**
 * Unsent work as one run of bytes and back: a text for all that is words, the bytes of photos behind it.
 *
 * Layout: length of the text (4 bytes, big end first), the text as JSON in UTF-8, then each photo's bytes. In the text
 * a photo's `bytes` is its place among them.
 */
import { isObject } from "../../shared/json";
import type { Unsent } from "./unsent";

const LENGTH_BYTES = 4;

/** The bytes are not what `packed` makes. */
export class NotReadable extends Error {
  override readonly name = "NotReadable";
}

export function packed(work: Unsent): Uint8Array<ArrayBuffer> {
  const pieces: ArrayBuffer[] = [];
  const without = (value: unknown): unknown => {
    if (!isObject(value) || !(value.bytes instanceof ArrayBuffer)) return value;
    return { ...value, bytes: pieces.push(value.bytes) - 1 };
  };
  const drafts = work.drafts.map(({ key, value }) => ({ key, value: without(value) }));
  const words = { ...work, drafts, blobs: work.blobs.map(without) };
  const sizes = pieces.map(({ byteLength }) => byteLength);
  const text = new TextEncoder().encode(JSON.stringify({ ...words, sizes }));
  const whole = new Uint8Array(sizes.reduce((sum, size) => sum + size, LENGTH_BYTES + text.length));
  new DataView(whole.buffer).setUint32(0, text.length);
  whole.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + text.length;
  for (const piece of pieces) {
    whole.set(new Uint8Array(piece), at);
    at += piece.byteLength;
  }
  return whole;
}

/** @throws NotReadable */
export function unpacked(whole: Uint8Array<ArrayBuffer>): Unsent {
  const end = whole.length < LENGTH_BYTES ? 0 : LENGTH_BYTES + view(whole).getUint32(0);
  if (end <= LENGTH_BYTES || end > whole.length) throw new NotReadable("The text is cut off");
  const text = new TextDecoder().decode(whole.subarray(LENGTH_BYTES, end));
  const { sizes, ...work } = JSON.parse(text) as Unsent & { readonly sizes: readonly number[] };
  let at = end;
  const pieces = sizes.map((size) => {
    at += size;
    return whole.slice(at - size, at).buffer;
  });
  if (at !== whole.length) throw new NotReadable("The photos are cut off");
  const withBytes = <T>(value: T): T => {
    if (!isObject(value) || typeof value.bytes !== "number") return value;
    return { ...value, bytes: pieces[value.bytes] };
  };
  return {
    ...work,
    drafts: work.drafts.map(({ key, value }) => ({ key, value: withBytes(value) })),
    blobs: work.blobs.map(withBytes),
  };
}

function view({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
