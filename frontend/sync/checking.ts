/**
 * Checks as the engine knows them: asked for or due, made after a pull, when both ends have just been made equal.
 *
 * Any tab may ask; the one that leads makes them.
 */
import type { Replica } from "../local/replica";
import type { Clock } from "../shared/clock";
import { Emitter } from "../shared/emitter";
import type { NewId } from "../shared/ids";
import type { Leadership, Part } from "./leader";
import type { Transport } from "./transport";
import type * as Verification from "./verify";
import { checkDue, isDoubtful } from "./verify-due";

export interface CheckingPorts {
  readonly replica: Replica;
  readonly leadership: Leadership;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Load the code that checks; without it nothing is ever checked. */
  readonly loadCheck?: () => Promise<Pick<typeof Verification, "checkOnce" | "checkPart">>;
}

export class Checking {
  #asked = false;
  /** What is to be looked at apart, by its name. */
  readonly #parts = new Map<string, Part>();
  readonly #refreshed = new Emitter<string>();
  /** The office had something to be pulled first; it may say so once. */
  #behind = false;

  constructor(
    private readonly ports: CheckingPorts,
    /** Reach for the office now, if this tab leads. */
    private readonly reach: () => void,
  ) {
    ports.leadership.notices.on((notice) => {
      if (notice.kind === "check") this.#want();
      if (notice.kind === "refresh") this.#wantPart(notice.part);
      if (notice.kind === "refreshed") this.#refreshed.emit(nameOf(notice.part));
    });
  }

  /** Check as soon as the office is reached; what comes of it is kept with the replica. */
  ask(): void {
    this.ports.leadership.post({ kind: "check" });
    this.#want();
  }

  /** Fetch what is new, and compare an entity or a record with the office; resolves when that is done. */
  refresh(part: Part): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#refreshed.on((name) => {
        if (name !== nameOf(part)) return;
        stop();
        resolve();
      });
      this.ports.leadership.post({ kind: "refresh", part });
      this.#wantPart(part);
    });
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
    if ((!why && this.#parts.size === 0) || !loadCheck || !checkpoint?.cursor || signal.aborted) return;
    // Without its code, which may not be on this phone yet, it waits for the next pull.
    const loaded = await loadCheck().catch(() => null);
    if (!loaded) return;
    const ports = { ...this.ports, transport, signal, progress };
    const { checkOnce, checkPart } = loaded;
    for (const [name, part] of [...this.#parts]) {
      if (!(await checkPart({ ...ports, why: "asked" }, part))) continue;
      this.#parts.delete(name);
      leadership.post({ kind: "changed" });
      leadership.post({ kind: "refreshed", part });
      this.#refreshed.emit(name);
    }
    const done = !why || (await checkOnce({ ...ports, why }));
    if (why && done) {
      this.#asked = false;
      leadership.post({ kind: "changed" });
    }
    const left = this.#asked || this.#parts.size > 0;
    if (left && !this.#behind) this.reach();
    this.#behind = left;
  }

  #want(): void {
    this.#asked = true;
    this.reach();
  }

  #wantPart(part: Part): void {
    this.#parts.set(nameOf(part), part);
    this.reach();
  }
}

function nameOf({ entity, record = "" }: Part): string {
  return `${entity}/${record}`;
}
