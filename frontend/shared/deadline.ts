/**
 * A limit on how long something may take: whoever waits for the network or the disk gives up at a moment of its own.
 */
import type { Clock } from "./clock";

export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";

  constructor(readonly milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/**
 * Wait for work, but no longer than so many milliseconds.
 *
 * The work's signal is aborted when the time is over; its late result is ignored.
 *
 * @throws DeadlinePassed
 */
export function within<T>(
  clock: Clock,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ended = new AbortController();
    const forget = clock.after(milliseconds, () => {
      reject(new DeadlinePassed(milliseconds));
      ended.abort();
    });
    work(ended.signal).then(resolve, reject).finally(forget);
  });
}
