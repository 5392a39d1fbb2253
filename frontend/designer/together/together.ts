/**
 * Who else has the design open, and what they do to it: asked every few seconds while the page is looked at, more
 * often while somebody else is there. It knows nothing of screens.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { OtherTab, Presence } from "../../protocol";
import type { Clock } from "../../shared/clock";
import type { DocumentName, Path } from "../document";

export interface DesignPlace {
  readonly document: DocumentName;
  readonly path: Path;
}

export interface TogetherPorts {
  /** @throws ProblemError, Unreachable */
  readonly say: (place: DesignPlace) => Promise<Presence>;
  readonly leave: () => void;
  /** Read the design anew. @throws ProblemError, Unreachable */
  readonly refresh: () => Promise<void>;
  readonly revision: () => number;
  readonly place: ReadonlySignal<DesignPlace>;
  readonly visible: ReadonlySignal<boolean>;
  readonly clock: Clock;
}

const ALONE = 10_000;
const TOGETHER = 2_000;

export class Together {
  readonly #others: Signal<readonly OtherTab[]> = signal([]);
  readonly #ports: TogetherPorts;
  readonly #stop: () => void;
  #timer: (() => void) | null = null;
  #asking = false;
  #again = false;

  constructor(ports: TogetherPorts) {
    this.#ports = ports;
    this.#stop = effect(() => {
      ports.place.value; // told at once, so that others see where one is
      if (ports.visible.value) void this.#ask();
      else this.#rest();
    });
  }

  /** Everybody else who has it open, by name; a tab of one's own too. */
  get others(): ReadonlySignal<readonly OtherTab[]> {
    return this.#others;
  }

  end(): void {
    this.#stop();
    this.#rest();
    this.#ports.leave();
  }

  #rest(): void {
    this.#timer?.();
    this.#timer = null;
  }

  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#rest();
    this.#asking = true;
    try {
      const { revision, others } = await this.#ports.say(this.#ports.place.peek());
      this.#others.value = others;
      if (revision > this.#ports.revision()) await this.#ports.refresh();
    } catch {
      // Nobody answers: who is there is not known any more. The store says what it means for the work.
      this.#others.value = [];
    } finally {
      this.#asking = false;
    }
    if (this.#again) {
      this.#again = false;
      return this.#ask();
    }
    if (!this.#ports.visible.peek()) return;
    const pause = this.#others.peek().length > 0 ? TOGETHER : ALONE;
    this.#timer = this.#ports.clock.after(pause, () => void this.#ask());
  }
}
