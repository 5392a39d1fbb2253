/**
 * The order of texts and of exact numbers, as the server has it, without anything made for a comparison.
 */
const MINUS = "-";

/**
 * Order two exact decimals such as "-12.50" in their canonical form: no zeros before the first digit, no minus zero.
 */
export function orderExact(a: string, b: string): number {
  const below = a.startsWith(MINUS);
  if (below !== b.startsWith(MINUS)) return below ? -1 : 1;
  return below ? orderDigits(b.slice(1), a.slice(1)) : orderDigits(a, b);
}

function orderDigits(a: string, b: string): number {
  const wholeA = wholeDigits(a);
  const wholeB = wholeDigits(b);
  if (wholeA !== wholeB) return wholeA - wholeB;
  const longest = Math.max(a.length, b.length);
  for (let at = 0; at < longest; at += 1) {
    // Digits that are not written are zeros; the points stand at the same place.
    const difference = digitAt(a, at) - digitAt(b, at);
    if (difference !== 0) return difference;
  }
  return 0;
}

function wholeDigits(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? text.length : point;
}

const ZERO = 48;

function digitAt(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : ZERO;
  return code < ZERO ? ZERO : code;
}

const SURROGATES = 0xd800;

/** Order two texts by code point; JavaScript orders by 16-bit units, which puts some characters elsewhere. */
export function orderCodePoints(a: string, b: string): number {
  const shortest = Math.min(a.length, b.length);
  for (let at = 0; at < shortest; at += 1) {
    const one = a.charCodeAt(at);
    const other = b.charCodeAt(at);
    if (one !== other) return placeOf(one) - placeOf(other);
  }
  return a.length - b.length;
}

/** Units of characters beyond 16 bits come after all others. */
function placeOf(unit: number): number {
  if (unit < SURROGATES) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
