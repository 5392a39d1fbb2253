/** A clock that stands still until it is moved. */
import type { Clock } from "../../../frontend/shared/clock";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class ManualClock implements Clock {
  #now = Date.UTC(2026, 10, 21, 12);
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Let time pass; timers that fall due run in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }

  /** Be much later at once, as after a sleep: no timer has run. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
  }

  get waiting(): number {
    return this.#timers.length;
  }
}
