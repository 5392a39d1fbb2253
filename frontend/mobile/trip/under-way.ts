/**
 * The preparation of a trip while the app is open: it goes on whichever page is looked at.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { OpenApp } from "../open-app";
import { type Preparation, prepare } from "./prepare";

export class UnderWay {
  readonly #now: Signal<Preparation | null> = signal(null);
  readonly now: ReadonlySignal<Preparation | null> = this.#now;
  #control = new AbortController();

  constructor(private readonly app: OpenApp) {}

  start(): void {
    this.#control.abort();
    const control = new AbortController();
    this.#control = control;
    const tell = (told: Preparation) => {
      if (this.#control === control) this.#now.value = told;
    };
    void prepare({ app: this.app, signal: control.signal, tell });
  }

  stop(): void {
    this.#control.abort();
  }
}

const known = new WeakMap<OpenApp, UnderWay>();

export function underWayIn(app: OpenApp): UnderWay {
  const found = known.get(app) ?? new UnderWay(app);
  known.set(app, found);
  return found;
}
