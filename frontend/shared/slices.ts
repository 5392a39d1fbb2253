/**
 * Long work in short slices: a generator pauses where it may be left, and whoever drives it lets others in between.
 */

/** Work that may be left at each `yield`, and is gone on with or given up there. */
export type Slices<T> = Generator<undefined, T, undefined>;

export interface Pace {
  /** Milliseconds of work in one stretch. */
  readonly stretch: number;
  /** Milliseconds, by any clock that only goes forward. */
  readonly now: () => number;
  /** Let everything else have its turn. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Drive work to its end, the first stretch after a pause. Returns undefined when it was given up. */
export async function inSlices<T>(
  work: Slices<T>,
  { stretch, now, pause, signal }: Pace,
): Promise<T | undefined> {
  for (;;) {
    await pause();
    if (signal.aborted) return undefined;
    const end = now() + stretch;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (now() < end);
  }
}

/** Milliseconds of work between two chances for a keystroke. */
const STRETCH = 8;

/** The pace of work beside which people type and scroll. */
export function unnoticed(signal: AbortSignal): Pace {
  return { stretch: STRETCH, now: () => performance.now(), pause: turn, signal };
}

const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

function opened(): MessageChannel {
  const made = new MessageChannel();
  made.port1.onmessage = () => waiting.shift()?.();
  return made;
}

/** Wait for all others to have their turn. Browsers hold timers up that follow one another, and messages not. */
function turn(): Promise<void> {
  channel ??= opened();
  const { port2 } = channel;
  return new Promise((done) => {
    waiting.push(done);
    port2.postMessage(null);
  });
}

/** Do work in one go. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** How many rows are sorted in one go. */
const RUN = 512;

/** Sort rows: short runs, merged by twos, with a pause after each few hundred rows. */
export function* sortedInSlices<T>(rows: readonly T[], order: (a: T, b: T) => number): Slices<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < rows.length; at += RUN) {
    runs.push(rows.slice(at, at + RUN).sort(order));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      longer.push(yield* mergedInSlices(runs[at] ?? [], runs[at + 1] ?? [], order));
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

/** Merge two sorted lists; of equals those of the first come first. */
export function* mergedInSlices<T>(
  one: readonly T[],
  other: readonly T[],
  order: (a: T, b: T) => number,
): Slices<T[]> {
  const merged: T[] = [];
  let first = 0;
  let second = 0;
  while (first < one.length || second < other.length) {
    const takesFirst =
      second >= other.length || (first < one.length && order(one[first] as T, other[second] as T) <= 0);
    merged.push((takesFirst ? one[first] : other[second]) as T);
    if (takesFirst) first += 1;
    else second += 1;
    if (merged.length % RUN === 0) yield;
  }
  return merged;
}
