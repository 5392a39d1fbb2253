/**
 * The records that somebody looks at just now: a copy of one that leaves is kept for as long.
 */
import { recordKey } from "./database";

export class InUse {
  readonly #counts = new Map<string, number>();

  /** Say that a record is open; the answer says that it is closed. */
  hold(entity: string, record: string): () => void {
    const key = recordKey(entity, record);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }

  has(entity: string, record: string): boolean {
    return this.#counts.has(recordKey(entity, record));
  }
}
