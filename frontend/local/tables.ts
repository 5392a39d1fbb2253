/**
 * The office's records in memory, one table per entity, read from packs and rows when first needed.
 *
 * A table is replaced, never shown half changed: whoever reads its signal sees one checkpoint.
 */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Row } from "../protocol";
import { type Checkpoint, copyInView, entityPrefix, KV, type Pack, packPrefix } from "./database";
import { unpack } from "./packs";
import { cleanRecord, type LocalRecord } from "./record";
import type { ReadSite } from "./sites";
import type { Entry, Storage, Wanted } from "./storage";
import { frozenRecord, type Trace, tracesIn } from "./traces";

export interface Table {
  readonly entity: string;
  readonly records: ReadonlyMap<string, LocalRecord>;
  /** Names of records that are not held. */
  readonly labels: ReadonlyMap<string, string>;
  /** Copies of records that have left. */
  readonly frozen: ReadonlyMap<string, LocalRecord>;
}

/** What an apply did to a table. */
export interface TableChange {
  readonly rows: readonly Row[];
  readonly gone: Iterable<string>;
  /** Null: nothing is known of it any more. */
  readonly traces: ReadonlyMap<string, Trace | null>;
}

export class Tables {
  readonly #tables = new Map<string, Signal<Table | null>>();
  readonly #loading = new Map<string, Promise<Table>>();

  constructor(
    private readonly storage: Storage,
    /** Reads while no apply is at work, or half done. */
    private readonly reading: <T>(read: () => Promise<T>) => Promise<T>,
    /** Told when the store is at another checkpoint than memory. */
    private readonly moved: (stored: Checkpoint | null) => Promise<void>,
  ) {}

  /** The table as a signal; null until it is loaded. Does not load. */
  table(entity: string): ReadonlySignal<Table | null> {
    return this.#slot(entity);
  }

  loaded(): string[] {
    return [...this.#tables].filter(([, slot]) => slot.peek() !== null).map(([entity]) => entity);
  }

  /** Return the table, loading it if it is not here. @throws StorageFailed */
  ensure(entity: string): Promise<Table> {
    const here = this.#slot(entity).peek();
    if (here) return Promise.resolve(here);
    let loading = this.#loading.get(entity);
    if (!loading) {
      loading = this.#load(entity).finally(() => this.#loading.delete(entity));
      this.#loading.set(entity, loading);
    }
    return loading;
  }

  /** Read tables from the store as of one moment. The caller holds the lock. */
  async read(
    site: ReadSite,
    entities: readonly string[],
  ): Promise<{ checkpoint: Checkpoint | null; tables: Table[] }> {
    const stored = (await this.storage.read(site, "kv", KV.checkpoint)) as Checkpoint | undefined;
    const checkpoint = stored ?? null;
    const ranges = entities.flatMap((entity): Wanted[] => [
      { store: "pack", prefix: packPrefix(entity, copyInView(checkpoint, entity)) },
      { store: "row", prefix: entityPrefix(entity) },
      { store: "trace", prefix: entityPrefix(entity) },
    ]);
    const found = await this.storage.readAll(site, ranges);
    const tables = entities.map((entity, at) => {
      const [packs = [], rows = [], traces = []] = found.slice(at * 3, at * 3 + 3);
      return built(entity, packs, rows, traces);
    });
    return { checkpoint, tables };
  }

  replace(tables: readonly Table[]): void {
    batch(() => {
      for (const table of tables) this.#slot(table.entity).value = table;
    });
  }

  /** Change a loaded table as an apply changed the store. */
  patch(entity: string, { rows, gone, traces }: TableChange): void {
    const slot = this.#slot(entity);
    const table = slot.peek();
    if (!table) return;
    const records = new Map(table.records);
    for (const row of rows) records.set(row[0], cleanRecord(entity, row));
    for (const id of gone) records.delete(id);
    slot.value = traced({ ...table, records }, traces);
  }

  /** How many records are in memory. */
  count(): number {
    return [...this.#tables.values()].reduce((sum, slot) => sum + (slot.peek()?.records.size ?? 0), 0);
  }

  async #load(entity: string): Promise<Table> {
    const stored = await this.reading(async () => {
      const { checkpoint, tables } = await this.read("table.load", [entity]);
      this.replace(tables);
      return checkpoint;
    });
    await this.moved(stored);
    return this.#slot(entity).peek() ?? emptyTable(entity);
  }

  #slot(entity: string): Signal<Table | null> {
    let slot = this.#tables.get(entity);
    if (!slot) {
      slot = signal<Table | null>(null);
      this.#tables.set(entity, slot);
    }
    return slot;
  }
}

export function emptyTable(entity: string): Table {
  return { entity, records: new Map(), labels: new Map(), frozen: new Map() };
}

/** Return the table with what became of traces. */
function traced(table: Table, traces: ReadonlyMap<string, Trace | null>): Table {
  if (traces.size === 0) return table;
  const labels = new Map(table.labels);
  const frozen = new Map(table.frozen);
  for (const [id, trace] of traces) {
    if (trace) labels.set(id, trace.label);
    else labels.delete(id);
    if (trace?.frozen) frozen.set(id, frozenRecord(table.entity, id, trace.frozen));
    else frozen.delete(id);
  }
  return { ...table, labels, frozen };
}

function built(
  entity: string,
  packs: readonly Entry[],
  rows: readonly Entry[],
  traces: readonly Entry[],
): Table {
  const records = new Map<string, LocalRecord>();
  for (const { value } of packs) {
    for (const row of unpack(value as Pack)) records.set(row[0], cleanRecord(entity, row));
  }
  for (const { value } of rows) {
    const row = value as Row;
    records.set(row[0], cleanRecord(entity, row));
  }
  const all = new Map(traces.flatMap(({ value }) => Object.entries(tracesIn(value))));
  return traced({ ...emptyTable(entity), records }, all);
}
