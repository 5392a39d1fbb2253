/**
 * What the engine tells of itself: the facts that outlast a state of the machine, and the words that come of them.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { isRefused } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import type { Problem } from "../protocol";
import { type Clock, instant } from "../shared/clock";
import type { Machine } from "./state";
import { type Mishap, type Offer, type Progress, type SyncState, syncStateOf, type Trouble } from "./status";

export class Told {
  /** Whether the last attempt to reach the server came through; null before the first. */
  readonly reached: Signal<boolean | null> = signal(null);
  readonly progress: Signal<Progress | null> = signal(null);
  readonly trouble: Signal<Trouble | null> = signal(null);
  /** When the next attempt is made while offline: milliseconds since 1970. */
  readonly retryAt: Signal<number | null> = signal(null);
  /** A whole copy that waits for the user's word. */
  readonly offer: Signal<Offer | null> = signal(null);
  readonly state: ReadonlySignal<SyncState>;
  readonly #mishap: Signal<Mishap | null> = signal(null);
  readonly #at: Signal<string | null> = signal(null);

  constructor(
    { outbox, conflicts, blobs, checkpoint, prompt, loss, storage }: Replica,
    machine: ReadonlySignal<Machine>,
    private readonly clock: Clock,
  ) {
    this.state = computed(() => {
      const entries = outbox.entries.value;
      return syncStateOf({
        machine: machine.value,
        reached: this.reached.value,
        at: this.#at.value ?? checkpoint.value?.at ?? null,
        counts: {
          waiting: entries.filter(({ outcome }) => !outcome).length,
          needsYou: entries.filter(isRefused).length + conflicts.open.value.length,
          files: blobs.onTheirWay.value.size,
        },
        prompt: prompt.value,
        loss: loss.value,
        failure: storage.failure.value,
        progress: this.progress.value,
        trouble: this.trouble.value,
        retryAt: this.retryAt.value,
        offer: this.offer.value,
        mishap: this.#mishap.value,
      });
    });
  }

  /** Nobody was reached. */
  lost(trouble: Trouble, retryAt: number): void {
    this.reached.value = false;
    this.trouble.value = trouble;
    this.retryAt.value = retryAt;
    this.#mishap.value = { at: instant(this.clock), what: trouble };
  }

  /** The server was reached, and did not go on with us. */
  refused(what: Problem): void {
    this.#mishap.value = { at: instant(this.clock), what };
  }

  /** Who was reached before has not answered for a while. */
  doubted(): void {
    if (this.reached.peek()) this.reached.value = false;
  }

  /** The server has answered. */
  exchanged(): void {
    this.reached.value = true;
    this.trouble.value = this.retryAt.value = null;
    this.#at.value = instant(this.clock);
  }
}
