/**
 * Words and the bytes of photos as one run of bytes, and back.
 *
 * Layout: length of the text (4 bytes, big end first), the text as JSON in UTF-8, then each photo's bytes, whose sizes
 * stand in the text.
 */
const LENGTH_BYTES = 4;

/** The bytes are not what `joined` makes. */
export class NotReadable extends Error {
  override readonly name = "NotReadable";
}

export function joined(words: object, pieces: readonly ArrayBuffer[]): Uint8Array<ArrayBuffer> {
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
export function parted<T extends object>(
  whole: Uint8Array<ArrayBuffer>,
): { readonly words: T; readonly pieces: readonly ArrayBuffer[] } {
  const end = whole.length < LENGTH_BYTES ? 0 : LENGTH_BYTES + view(whole).getUint32(0);
  if (end <= LENGTH_BYTES || end > whole.length) throw new NotReadable("The text is cut off");
  const text = new TextDecoder().decode(whole.subarray(LENGTH_BYTES, end));
  const { sizes, ...words } = JSON.parse(text) as T & { readonly sizes: readonly number[] };
  let at = end;
  const pieces = sizes.map((size) => {
    at += size;
    return whole.slice(at - size, at).buffer;
  });
  if (at !== whole.length) throw new NotReadable("The photos are cut off");
  return { words: words as unknown as T, pieces };
}

function view({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
