/**
 * What a reference holds while its record is not found yet: the words by which it will be. It never leaves the phone.
 */
export interface ToMatch {
  readonly toMatch: string;
}

/** Return the words that a control holds in place of a record; null where it holds none. */
export function toMatchOf(input: unknown): string | null {
  const words = typeof input === "object" && input !== null && "toMatch" in input ? input.toMatch : null;
  return typeof words === "string" ? words : null;
}
