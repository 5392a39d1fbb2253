/**
 * Short texts beside each other on one line, a point between them.
 *
 * Each keeps the direction of its own script, so that a date stays whole beside a name of another one.
 */
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

export function beside(texts: readonly string[]): string {
  return texts.map((text) => `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`).join(" · ");
}
