/**
 * The short notices that come up from below and go by themselves, as state.
 *
 * A notice waits while someone reads it: the region holds the clocks as long as the pointer or the focus is on
 * it. It knows nothing of how a notice looks.
 */
import { type ReadonlySignal, signal } from "@preact/signals-core";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Clock {
  readonly now: () => number;
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

interface Running {
  left: number;
  since: number;
  stop: () => void;
}

const SHOWN_AT_ONCE = 3;
const SECONDS = 5;

const browserClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export class Toasts {
  readonly #shown = signal<readonly Toast[]>([]);
  readonly #running = new Map<number, Running>();
  readonly #clock: Clock;
  #held = false;
  #lastId = 0;

  constructor(clock: Clock = browserClock) {
    this.#clock = clock;
  }

  /** What is on the screen, oldest first. */
  get shown(): ReadonlySignal<readonly Toast[]> {
    return this.#shown;
  }

  /** Show a notice for some seconds; the oldest makes room when there are too many. */
  show(text: string, action?: Toast["action"], seconds = SECONDS): number {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#shown.value = [...this.#shown.value, { id, text, ...(action && { action }) }];
    for (const old of this.#shown.value.slice(0, -SHOWN_AT_ONCE)) this.dismiss(old.id);
    this.#running.set(id, { left: seconds * 1000, since: this.#clock.now(), stop: () => {} });
    if (!this.#held) this.#run(id);
    return id;
  }

  dismiss(id: number): void {
    this.#running.get(id)?.stop();
    this.#running.delete(id);
    this.#shown.value = this.#shown.value.filter((toast) => toast.id !== id);
  }

  /** Run a notice's action once, and take the notice away. */
  act(id: number): void {
    const toast = this.#shown.value.find((shown) => shown.id === id);
    this.dismiss(id);
    toast?.action?.run();
  }

  /** Stop all clocks: someone is reading. */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    for (const running of this.#running.values()) {
      running.stop();
      running.left -= this.#clock.now() - running.since;
    }
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    for (const id of this.#running.keys()) this.#run(id);
  }

  #run(id: number): void {
    const running = this.#running.get(id);
    if (!running) return;
    running.since = this.#clock.now();
    running.stop = this.#clock.after(Math.max(0, running.left), () => this.dismiss(id));
  }
}
