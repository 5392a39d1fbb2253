/**
 * Rows that are being chosen, so that something can be done with all of them; none while nobody chooses.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

export class Selection {
  readonly #chosen: Signal<ReadonlySet<string> | null> = signal(null);

  /** The ids of the chosen rows; null: nobody is choosing. */
  get chosen(): ReadonlySignal<ReadonlySet<string> | null> {
    return this.#chosen;
  }

  begin(): void {
    this.#chosen.value = new Set();
  }

  end(): void {
    this.#chosen.value = null;
  }

  /** Choose a row, or no longer. */
  toggle(id: string): void {
    const chosen = new Set(this.#chosen.peek());
    if (!chosen.delete(id)) chosen.add(id);
    this.#chosen.value = chosen;
  }

  choose(ids: Iterable<string>): void {
    this.#chosen.value = new Set(ids);
  }
}
