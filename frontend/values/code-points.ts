/**
 * The unpacking of tables of code points, which `scripts/code_points.py` packs.
 *
 * All numbers are in base 36, each counted from the one before. `backend/fields/code_points.py` mirrors this file.
 */

/** Unpack ranges to the inside of a character class. */
export function unpackedRanges(packed: string): string {
  const words = numbers(packed);
  let inside = "";
  let end = 0;
  for (let at = 0; at < words.length; at += 2) {
    const first = end + (words[at] ?? 0);
    end = first + (words[at + 1] ?? 0);
    inside += `\\u{${first.toString(16)}}-\\u{${end.toString(16)}}`;
  }
  return inside;
}

/** Unpack what characters become: runs that move alike, and those that become several. */
export function unpackedMapping(toOne: string, toSeveral: string): ReadonlyMap<string, string> {
  const mapped = new Map<string, string>();
  for (const [char = "", ...several] of toSeveral.split(" ").map((word) => [...word])) {
    mapped.set(char, several.join(""));
  }
  const words = numbers(toOne);
  let first = 0;
  for (let at = 0; at < words.length; at += 3) {
    const [gap = 0, shape = 0, distance = 0] = words.slice(at, at + 3);
    first += gap;
    for (let nth = 0; nth < shape >> 1; nth += 1) {
      const point = first + nth * ((shape & 1) + 1);
      mapped.set(String.fromCodePoint(point), String.fromCodePoint(point + distance));
    }
  }
  return mapped;
}

/** Change a text character by character. */
export function mappedText(text: string, mapping: ReadonlyMap<string, string>): string {
  let out = "";
  for (const char of text) out += mapping.get(char) ?? char;
  return out;
}

function numbers(packed: string): number[] {
  return packed.split(" ").map((word) => Number.parseInt(word, 36));
}
