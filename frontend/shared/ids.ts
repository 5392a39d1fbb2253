/**
 * New ids: UUIDv7, which sort by the time they were made.
 */
import { v7 } from "uuid";
import { type Clock, systemClock } from "./clock";

export type NewId = () => string;

/** Return a maker of ids; a fixed clock and random bytes make it repeatable. */
export function newIds(clock: Clock = systemClock, random?: () => Uint8Array): NewId {
  if (!random) return () => v7();
  return () => v7({ msecs: clock.now(), random: random() });
}

/** Return an unguessable word of 32 hexadecimal digits. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
