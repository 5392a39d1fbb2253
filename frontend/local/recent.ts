/**
 * The drafts experience's memory: what was opened at the office, to be told to it so that it comes along.
 *
 * Nothing of the office's values is kept here. A first page of a list is kept as the ids on it; its records come with
 * the next pull, stay under the same rules as all others, and go from the page with everything else.
 */
import { type Signal, signal } from "@preact/signals-core";
import { Serial } from "../shared/serial";
import { KV, PAGES, recordKey } from "./database";
import { type Entry, type Operation, put, type Storage } from "./storage";

export interface RecordRef {
  readonly entity: string;
  readonly record: string;
}

/** The first page of a list as it was at the office. */
export interface KeptPage {
  readonly entity: string;
  readonly records: readonly string[];
  readonly total: number;
  /** UTC instant at which it was read. */
  readonly at: string;
}

/** More than the office keeps of one device is not worth telling. */
const MOST = 200;

export class Recent {
  /** Opened and not told yet, the latest first. */
  readonly waiting: Signal<readonly RecordRef[]> = signal([]);
  readonly pages: Signal<ReadonlyMap<string, KeptPage>> = signal(new Map());
  readonly #serial = new Serial();

  constructor(
    private readonly storage: Storage,
    private readonly holds: (entity: string, record: string) => boolean,
  ) {}

  load(kv: readonly Entry[]): void {
    const stored = kv.find(({ key }) => key === KV.recent)?.value as readonly RecordRef[] | undefined;
    this.waiting.value = stored ?? [];
    const pages = kv.filter(({ key }) => key.startsWith(PAGES));
    this.pages.value = new Map(pages.map(({ key, value }) => [key, value as KeptPage]));
  }

  /** Remember that a record was read at the office; one that is held needs no telling. @throws StorageFailed */
  opened(entity: string, record: string): Promise<void> {
    return this.#serial.run(() => this.#keep([{ entity, record }], []));
  }

  /**
   * Remember the first page of a list as it was read at the office.
   *
   * @param name tells lists of one entity apart
   * @throws StorageFailed
   */
  openedPage(name: string, page: KeptPage): Promise<void> {
    return this.#serial.run(async () => {
      const key = `${PAGES}${recordKey(page.entity, name)}`;
      const refs = page.records.map((record) => ({ entity: page.entity, record }));
      await this.#keep(refs, [put("kv", key, page)]);
      this.pages.value = new Map([...this.pages.peek(), [key, page]]);
    });
  }

  /** The first page of a list as it was read last; its records are read like any others. */
  page(entity: string, name: string): KeptPage | undefined {
    return this.pages.value.get(`${PAGES}${recordKey(entity, name)}`);
  }

  /** The office knows of these now. @throws StorageFailed */
  told(refs: readonly RecordRef[]): Promise<void> {
    return this.#serial.run(async () => {
      const done = new Set(refs.map(({ entity, record }) => recordKey(entity, record)));
      const left = this.waiting.peek().filter(({ entity, record }) => !done.has(recordKey(entity, record)));
      await this.storage.commit("recent.told", [put("kv", KV.recent, left)], "relaxed");
      this.waiting.value = left;
    });
  }

  /** The writes by which lost records go from here too. */
  withoutOperations(lost: ReadonlySet<string>): Operation[] {
    const { waiting, pages } = this.#without(lost);
    const writes: Operation[] = waiting === this.waiting.peek() ? [] : [put("kv", KV.recent, waiting)];
    for (const [key, page] of pages) {
      if (page !== this.pages.peek().get(key)) writes.push(put("kv", key, page));
    }
    return writes;
  }

  without(lost: ReadonlySet<string>): void {
    const { waiting, pages } = this.#without(lost);
    this.waiting.value = waiting;
    this.pages.value = pages;
  }

  #without(lost: ReadonlySet<string>): {
    waiting: readonly RecordRef[];
    pages: ReadonlyMap<string, KeptPage>;
  } {
    const before = this.waiting.peek();
    const kept = before.filter(({ entity, record }) => !lost.has(recordKey(entity, record)));
    const pages = [...this.pages.peek()].map(([key, page]): [string, KeptPage] => {
      const records = page.records.filter((record) => !lost.has(recordKey(page.entity, record)));
      return [key, records.length === page.records.length ? page : { ...page, records }];
    });
    return { waiting: kept.length === before.length ? before : kept, pages: new Map(pages) };
  }

  async #keep(refs: readonly RecordRef[], beside: readonly Operation[]): Promise<void> {
    const fresh = refs.filter(({ entity, record }) => !this.holds(entity, record));
    const keys = new Set(fresh.map(({ entity, record }) => recordKey(entity, record)));
    const others = this.waiting.peek().filter(({ entity, record }) => !keys.has(recordKey(entity, record)));
    const next = [...fresh, ...others].slice(0, MOST);
    const writes = fresh.length > 0 ? [put("kv", KV.recent, next), ...beside] : beside;
    if (writes.length === 0) return;
    await this.storage.commit("recent.note", writes, "relaxed");
    if (fresh.length > 0) this.waiting.value = next;
  }
}
