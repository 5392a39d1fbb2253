/**
 * Checks as the engine knows them: asked for or due, made after a pull, when both ends have just been made equal.
 *
 * Any tab may ask; the one that leads makes them.
 */
import type { Replica } from "../local/replica";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import type { Leadership } from "./leader";
import type { Transport } from "./transport";
import type * as Verification from "./verify";
import { checkDue, isDoubtful } from "./verify-due";

export interface CheckingPorts {
  readonly replica: Replica;
  readonly leadership: Leadership;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Load the code that checks; without it nothing is ever checked. */
  readonly loadCheck?: () => Promise<Pick<typeof Verification, "checkOnce">>;
}

export class Checking {
  #asked = false;
  /** The office had something to be pulled first; it may say so once. */
  #behind = false;

  constructor(
    private readonly ports: CheckingPorts,
    /** Reach for the office now, if this tab leads. */
    private readonly reach: () => void,
  ) {
    ports.leadership.notices.on(({ kind }) => kind === "check" && this.#want());
  }

  /** Check as soon as the office is reached; what comes of it is kept with the replica. */
  ask(): void {
    this.ports.leadership.post({ kind: "check" });
    this.#want();
  }

  /**
   * Check now, if it is time.
   *
   * @param before when the pull before the last was applied; null: there was none
   * @throws Refused, Disconnected, StorageFailed
   */
  async afterPull(
    transport: Transport,
    before: string | null,
    signal: AbortSignal,
    progress: () => void,
  ): Promise<void> {
    const { replica, clock, loadCheck, leadership } = this.ports;
    const checkpoint = replica.checkpoint.peek();
    const tables = replica.tables.loaded();
    const here = new Map(tables.map((one) => [one, replica.tables.table(one).peek()?.records.size ?? 0]));
    const why = checkDue({
      asked: this.#asked,
      device: replica.device.peek(),
      checked: replica.checked.peek(),
      before,
      doubtful: isDoubtful(checkpoint, here),
      now: clock.now(),
    });
    if (!why || !loadCheck || !checkpoint?.cursor || signal.aborted) return;
    // Without its code, which may not be on this phone yet, it waits for the next pull.
    const loaded = await loadCheck().catch(() => null);
    if (!loaded) return;
    const ports = { ...this.ports, transport, signal, why, progress };
    const done = await loaded.checkOnce(ports);
    if (!done && this.#asked && !this.#behind) this.reach();
    this.#behind = !done;
    if (!done) return;
    this.#asked = false;
    leadership.post({ kind: "changed" });
  }

  #want(): void {
    this.#asked = true;
    this.reach();
  }
}
