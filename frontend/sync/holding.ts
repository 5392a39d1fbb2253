/**
 * Working offline by choice: since when, until when, and the end of it at its time.
 *
 * It lies in the store, so that it outlasts a restart, and every tab of its person follows it. Each tab ends it: who
 * does so first is the same to all, and a tab that sleeps ends nothing.
 */
import { KV } from "../local/database";
import type { Replica } from "../local/replica";
import { put, remove } from "../local/storage";
import { type Clock, instant } from "../shared/clock";
import type { Leadership } from "./leader";

export interface Holding {
  readonly replica: Replica;
  readonly clock: Clock;
  readonly leadership: Leadership;
  /** Told when it has begun or ended, here or in another tab. */
  readonly turned: (held: boolean) => void;
}

export class Hold {
  #stopTimer: () => void = () => undefined;

  constructor(private readonly ports: Holding) {}

  /** Go on with what the store says. */
  begin(): void {
    if (!this.ports.replica.held.peek()) return;
    this.ports.turned(true);
    this.#follow();
  }

  /**
   * Work offline, or no longer.
   *
   * @param until UTC instant at which it ends by itself; null: when the user says so
   * @throws StorageFailed
   */
  async set(on: boolean, until: string | null): Promise<void> {
    const { replica, clock, leadership } = this.ports;
    const held = on ? { since: replica.held.peek()?.since ?? instant(clock), until } : null;
    await replica.storage.commit(
      "hold.keep",
      [held ? put("kv", KV.held, held) : remove("kv", KV.held)],
      "relaxed",
    );
    leadership.post({ kind: "held", held });
    this.heard(held);
  }

  /** What this tab or another one has decided. */
  heard(held: Replica["held"]["value"]): void {
    const before = this.ports.replica.held.peek();
    this.ports.replica.held.value = held;
    // A later end is no new beginning.
    if (!before !== !held || !held) this.ports.turned(held !== null);
    this.#follow();
  }

  /** A timer may be late where a page slept; looked at again it is ended at once. */
  look(): void {
    this.#follow();
  }

  stop(): void {
    this.#stopTimer();
  }

  #follow(): void {
    this.#stopTimer();
    const { replica, clock } = this.ports;
    const until = replica.held.peek()?.until;
    if (!until) return;
    const left = Date.parse(until) - clock.now();
    if (left > 0) this.#stopTimer = clock.after(left, () => this.#follow());
    // What the store does not take is tried when the page is looked at next.
    else this.set(false, null).catch(() => undefined);
  }
}
