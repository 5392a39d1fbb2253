/**
 * The outbox: every change of this device, in the order made, from the tap on Done to the office's answer.
 *
 * Memory follows the disk, never leads it: each write is a strict commit first. A check on each entry's revision
 * keeps two tabs from overwriting one another; on a clash the outbox is read again and the act is tried anew.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { Serial } from "../shared/serial";
import { changeKey, KV } from "./database";
import { merged } from "./merging";
import { isOpen, isRefused, type OutboxEntry } from "./outbox-entry";
import type { CommitSite } from "./sites";
import { check, type Entry, type Operation, put, remove, Stale, type Storage } from "./storage";

const TRIES = 5;
/** Ids of earlier changes that one change can take the place of. */
export const MOST_REPLACED = 200;

/** A change before it has its place. */
export type NewChange = Omit<
  OutboxEntry,
  | "order"
  | "revision"
  | "number"
  | "sentAt"
  | "outcome"
  | "answeredAt"
  | "coveredBy"
  | "settled"
  | "lost"
  | "masked"
  | "decision"
  | "givenUp"
>;

/** The change cannot be taken back or edited any more. */
export class ChangeLocked extends Error {
  override readonly name = "ChangeLocked";
}

/** Writes prepared for a larger commit, and what to do in memory once it is kept. */
export interface Prepared {
  readonly operations: readonly Operation[];
  readonly adopt: () => void;
}

/** Photos that a change gets later: their ids, and the writes that keep them. */
interface MorePictures {
  readonly ids: readonly string[];
  readonly beside: readonly Operation[];
}

const NO_PICTURES: MorePictures = { ids: [], beside: [] };

export class Outbox {
  readonly #entries: Signal<readonly OutboxEntry[]> = signal([]);
  /** All that is stored, in order: those in view, and those given up. */
  #stored: readonly OutboxEntry[] = [];
  #givenUp: readonly OutboxEntry[] = [];
  /** The highest order in the log of what was sent: nobody is given it again. */
  #logged = 0;
  readonly #serial = new Serial();

  constructor(
    readonly storage: Storage,
    /** Read everything again: another tab has written. */
    private readonly refresh: () => Promise<void>,
  ) {}

  get entries(): ReadonlySignal<readonly OutboxEntry[]> {
    return this.#entries;
  }

  load(stored: readonly Entry[], logged = 0): void {
    this.#logged = Math.max(this.#logged, logged);
    this.#place(stored.map(({ value }) => value as OutboxEntry));
  }

  /** Changes that the user gave up and the office still keeps: told with the next one that is sent. */
  get givenUp(): readonly OutboxEntry[] {
    return this.#givenUp;
  }

  get(id: string): OutboxEntry | undefined {
    return this.#entries.value.find((entry) => entry.id === id);
  }

  /** Those without an answer, in order. */
  unanswered(): OutboxEntry[] {
    return this.#entries.peek().filter(({ outcome }) => !outcome);
  }

  /**
   * Keep a change; resolves when it is on the disk. `beside` is written in the same commit: its photos.
   *
   * The change that is kept may be an earlier one that took it in; null when the two of them were nothing.
   */
  save(change: NewChange, beside: readonly Operation[] = []): Promise<OutboxEntry | null> {
    return this.#attempt(async () => {
      const entries = this.#entries.peek();
      const known = entries.find(({ id }) => id === change.id);
      if (known) return known; // a commit that was kept though its answer was lost
      const entry = this.#placed(change);
      const found = merged(entries, entry);
      if (found?.kind === "cancelled") {
        await this.#commit("outbox.merge", [], [found.entry], beside);
        return null;
      }
      await this.#commit(found ? "outbox.merge" : "outbox.save", [found?.entry ?? entry], [], beside);
      return found?.entry ?? entry;
    });
  }

  /** Give an open change other acts. @throws ChangeLocked when it has been sent */
  amend(id: string, acts: OutboxEntry["acts"], pictures: MorePictures = NO_PICTURES): Promise<void> {
    return this.#attempt(() => {
      const entry = this.#openEntry(id);
      const amended = { ...entry, acts, blobs: [...entry.blobs, ...pictures.ids] };
      return this.#commit("outbox.merge", [amended], [], pictures.beside);
    });
  }

  /**
   * Take a change back. What was made of a record that only this change creates goes with it.
   *
   * @returns the changes that are gone
   * @throws ChangeLocked when it has been sent and not refused
   */
  discard(id: string): Promise<readonly OutboxEntry[]> {
    return this.#attempt(async () => {
      const entry = this.#openEntry(id);
      const taken = [entry, ...this.#hangingOn(entry)];
      const blobs = taken.flatMap(({ blobs }) => blobs);
      const beside = blobs.flatMap((blob) => [
        remove("blob", `info/${blob}`),
        remove("blob", `bytes/${blob}`),
      ]);
      // What the office keeps it must hear of: what waits there would go on by itself one day. What it has not
      // heard of yet is told by whatever is sent next.
      const told = taken.filter((one) => one.outcome || one.replaces);
      const gone = taken.filter((one) => !told.includes(one));
      const marked = told.map((one): OutboxEntry => ({ ...one, effects: [], blobs: [], givenUp: true }));
      await this.#commit("outbox.discard", marked, gone, beside);
      return taken;
    });
  }

  /** Send a refused change again, as a new one under `newId`; those that wait for it go on at the office. */
  resubmit(
    id: string,
    newId: () => string,
    acts?: OutboxEntry["acts"],
    pictures: MorePictures = NO_PICTURES,
  ): Promise<void> {
    return this.#attempt(async () => {
      const entry = this.#openEntry(id);
      if (!isRefused(entry)) throw new ChangeLocked(`Change ${id} was not refused`);
      const { decision: _, ...rest } = entry;
      const replaces = [...(entry.replaces ?? []), entry.id].slice(-MOST_REPLACED);
      const blobs = [...entry.blobs, ...pictures.ids];
      const fresh = { ...rest, id: newId(), replaces, blobs, ...(acts && { acts }) };
      await this.#commit("outbox.resubmit", [this.#placed(fresh)], [entry], pictures.beside);
    });
  }

  /** Forget what was settled long ago. `beside` is written in the same commit. */
  prune(
    settledBefore: string,
    keep: (entry: OutboxEntry) => boolean,
    beside: (gone: readonly OutboxEntry[]) => Promise<readonly Operation[]> = async () => [],
  ): Promise<void> {
    return this.#attempt(async () => {
      const old = this.#entries.peek().filter((entry) => {
        return entry.settled && (entry.answeredAt ?? "") < settledBefore && !isRefused(entry) && !keep(entry);
      });
      const last = old.at(-1);
      if (!last) return;
      const logged = Math.max(this.#logged, last.order);
      await this.#commit("outbox.prune", [], old, [...(await beside(old)), put("kv", KV.logged, logged)]);
      this.#logged = logged;
    });
  }

  /** Prepare entries with new contents, for a commit that writes more than the outbox. */
  prepare(changed: readonly OutboxEntry[], gone: readonly OutboxEntry[] = []): Prepared {
    const next = changed.map((entry) => ({ ...entry, revision: entry.revision + 1 }));
    const operations = [
      ...changed.map(({ order, revision }) => unchanged(order, revision)),
      ...gone.map(({ order, revision }) => unchanged(order, revision)),
      ...next.map((entry) => put("change", changeKey(entry.order), entry)),
      ...gone.map(({ order }) => remove("change", changeKey(order))),
    ];
    return { operations, adopt: () => this.#adopt(next, gone) };
  }

  /** Do one write after the others; when another tab was faster, read again and repeat. */
  async #attempt<T>(act: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      for (let left = TRIES; ; left -= 1) {
        try {
          return await act();
        } catch (error) {
          if (!(error instanceof Stale) || left <= 1) throw error;
          await this.refresh();
        }
      }
    });
  }

  async #commit(
    site: CommitSite,
    changed: readonly OutboxEntry[],
    gone: readonly OutboxEntry[],
    beside: readonly Operation[] = [],
  ): Promise<void> {
    const { operations, adopt } = this.prepare(changed, gone);
    await this.storage.commit(site, [...operations, ...beside], "strict");
    adopt();
  }

  #adopt(changed: readonly OutboxEntry[], gone: readonly OutboxEntry[]): void {
    const all = new Map(this.#stored.map((entry) => [entry.order, entry]));
    for (const { order } of gone) all.delete(order);
    for (const entry of changed) all.set(entry.order, entry);
    this.#place([...all.values()].sort((a, b) => a.order - b.order));
  }

  #place(all: readonly OutboxEntry[]): void {
    this.#stored = all;
    this.#givenUp = all.filter(({ givenUp }) => givenUp);
    this.#entries.value = all.filter(({ givenUp }) => !givenUp);
  }

  #placed(change: NewChange): OutboxEntry {
    const order = Math.max(this.#stored.at(-1)?.order ?? 0, this.#logged) + 1;
    const fresh = {
      number: null,
      sentAt: null,
      outcome: null,
      answeredAt: null,
      coveredBy: 0,
      settled: false,
    };
    return { ...change, ...fresh, order, revision: 0, lost: [] };
  }

  #openEntry(id: string): OutboxEntry {
    const entry = this.get(id);
    if (!entry || !isOpen(entry)) throw new ChangeLocked(`Change ${id} can no longer be changed`);
    return entry;
  }

  /** Open changes that are all about records which `entry` creates. */
  #hangingOn(entry: OutboxEntry): OutboxEntry[] {
    const created = new Set(entry.acts.filter(({ kind }) => kind === "create").map(({ record }) => record));
    const hangs = (other: OutboxEntry) => other.acts.every(({ record }) => created.has(record));
    return this.#entries.peek().filter((other) => other.order > entry.order && isOpen(other) && hangs(other));
  }
}

/** An entry not stored yet has revision 0; stored ones begin at 1. */
function unchanged(order: number, revision: number): Operation {
  return check("change", changeKey(order), (value) => {
    return revision === 0 ? value === undefined : (value as OutboxEntry | undefined)?.revision === revision;
  });
}
