/**
 * How long to wait before the next attempt: full jitter, so that a thousand phones do not come back at once.
 *
 * The n-th wait is a random moment below `min(cap, base · 2ⁿ)` (AWS Architecture Blog, "Exponential backoff and
 * jitter").
 */
export interface Waits {
  readonly base: number;
  readonly cap: number;
}

/** Return the wait before attempt number `attempt` (0 is the first repeat), in milliseconds. */
export function backoff(attempt: number, random: () => number, { base, cap }: Waits): number {
  return Math.round(random() * Math.min(cap, base * 2 ** Math.min(attempt, 30)));
}
