/**
 * What pages want to find again when the user comes back: lists with their search and place, how far a page was
 * scrolled.
 */
export class PageMemory {
  readonly #kept = new Map<string, unknown>();
  readonly #scrolls = new Map<string, number>();

  /** Return what is kept under a name, made by `make` the first time. */
  keep<T>(name: string, make: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, make());
    return this.#kept.get(name) as T;
  }

  recall<T>(name: string): T | undefined {
    return this.#kept.get(name) as T | undefined;
  }

  note(name: string, value: unknown): void {
    this.#kept.set(name, value);
  }

  /** Forget all that begins with a name. */
  forget(prefix: string): void {
    for (const name of this.#kept.keys()) if (name.startsWith(prefix)) this.#kept.delete(name);
  }

  /** How far the page of a history entry was scrolled. */
  scroll(entry: string): number {
    return this.#scrolls.get(entry) ?? 0;
  }

  noteScroll(entry: string, top: number): void {
    this.#scrolls.set(entry, top);
  }
}
