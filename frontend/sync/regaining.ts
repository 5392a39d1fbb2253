/**
 * A socket sought while the phone rests on plain HTTP, which hears nothing unasked.
 *
 * Nobody waits for it, so it may take its time: a network too slow for the haste of an opening has one all the same.
 * Where sockets do not get through at all it is tried ever more seldom.
 */
import type { Clock } from "../shared/clock";
import { openSocket, type SocketChannel, type SocketMaker } from "./socket";

const DEADLINE = 20_000;
const GAP = { first: 15_000, longest: 300_000 };

export interface Seeking {
  readonly clock: Clock;
  readonly url: string;
  readonly makeSocket: SocketMaker;
  /** When the next attempt is due, and how long after it the one after that: kept from rest to rest. */
  next: number;
  gap: number;
}

export function seeking(clock: Clock, url: string, makeSocket: SocketMaker): Seeking {
  return { clock, url, makeSocket, next: clock.now(), gap: GAP.first };
}

/** Return a socket once one opens; null when the rest is over before that. */
export async function seekSocket(state: Seeking, signal: AbortSignal): Promise<SocketChannel | null> {
  const { clock, url, makeSocket } = state;
  while (!signal.aborted) {
    await pause(clock, state.next - clock.now(), signal);
    if (signal.aborted) break;
    try {
      return await openSocket(makeSocket, url, clock, { deadline: DEADLINE, signal });
    } catch {
      if (signal.aborted) break;
      state.next = clock.now() + state.gap;
      state.gap = Math.min(state.gap * 2, GAP.longest);
    }
  }
  return null;
}

function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const forget = clock.after(milliseconds, resolve);
    signal.addEventListener("abort", () => {
      forget();
      resolve();
    });
  });
}
