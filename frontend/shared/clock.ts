/**
 * The time, and timers, as something that is passed in: a test holds it still, a simulation runs it fast.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Run once after so many milliseconds; the answer takes it back. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The longest that browsers can wait in one timer. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(milliseconds, LONGEST));
    return () => clearTimeout(timer);
  },
};

/** The time zone that this phone or desk is set to. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Write a moment as the wire does. */
export function instant(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
