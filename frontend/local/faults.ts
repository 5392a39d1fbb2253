/**
 * A storage that can be told to fail, or to end the client, at a given call of a given site.
 *
 * Tests and simulations arm it; it counts which sites were reached. After an end every call fails, as if the page
 * were gone: whoever wants to go on opens the disk anew.
 */
import type { CommitSite, ReadSite, Site } from "./sites";
import { type Storage, StorageFailed } from "./storage";

/** Fail before or after the commit took effect, or end the client before or after. */
export type FaultMode = "fail" | "fail-after" | "end" | "end-after";

export class ClientEnded extends Error {
  override readonly name = "ClientEnded";
}

interface Fault {
  readonly site: Site;
  /** Which hit of the site from now on: 1 is the next. */
  left: number;
  readonly mode: FaultMode;
}

export class Faults {
  readonly hits = new Map<Site, number>();
  readonly fired: Site[] = [];
  ended = false;
  #armed: Fault[] = [];

  arm(site: Site, nth: number, mode: FaultMode): void {
    this.#armed.push({ site, left: nth, mode });
  }

  /** Open storage anew after an end; nothing stays armed. */
  revive(): void {
    this.ended = false;
    this.#armed = [];
  }

  wrap(inner: Storage): Storage {
    return {
      failure: inner.failure,
      read: (site, store, key) => this.#around(site, () => inner.read(site, store, key)),
      readAll: (site, wanted) => this.#around(site, () => inner.readAll(site, wanted)),
      keys: (site, store, prefix) => this.#around(site, () => inner.keys(site, store, prefix)),
      commit: (site, operations, durability) =>
        this.#around(site, () => inner.commit(site, operations, durability)),
      close: () => inner.close(),
    };
  }

  async #around<T>(site: ReadSite | CommitSite, call: () => Promise<T>): Promise<T> {
    if (this.ended) throw new ClientEnded();
    this.hits.set(site, (this.hits.get(site) ?? 0) + 1);
    const mode = this.#due(site);
    if (mode === "fail") throw new StorageFailed("broken");
    if (mode === "end") throw this.#end();
    const value = await call();
    if (this.ended) throw new ClientEnded();
    if (mode === "fail-after") throw new StorageFailed("broken");
    if (mode === "end-after") throw this.#end();
    return value;
  }

  #due(site: Site): FaultMode | null {
    for (const fault of this.#armed) {
      if (fault.site !== site) continue;
      fault.left -= 1;
      if (fault.left > 0) continue;
      this.#armed.splice(this.#armed.indexOf(fault), 1);
      this.fired.push(site);
      return fault.mode;
    }
    return null;
  }

  #end(): ClientEnded {
    this.ended = true;
    return new ClientEnded();
  }
}
