/**
 * Waiting for the machine to come somewhere, but no longer than somebody looks on.
 */
import type { Clock } from "../shared/clock";
import type { Emitter } from "../shared/emitter";
import type { Machine } from "./state";

/** Wait until the machine has arrived, or so many milliseconds have passed. */
export function arrived(
  machine: Machine,
  moved: Emitter<Machine>,
  clock: Clock,
  milliseconds: number,
  isThere: (machine: Machine) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    if (isThere(machine)) return resolve();
    const end = () => {
      forget();
      stop();
      resolve();
    };
    const forget = clock.after(milliseconds, end);
    const stop = moved.on((now) => isThere(now) && end());
  });
}
