/**
 * A place where something is announced to whoever listens. It keeps nothing: who comes later has missed it.
 */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Listen from now on; the answer stops it. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
