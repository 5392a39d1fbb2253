/**
 * The conflicts that wait for a choice, by record.
 *
 * They come and go with pulls. One that a waiting resolution names counts as chosen.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { ConflictRow } from "../protocol";
import { recordKey } from "./database";
import { isRefused, type OutboxEntry } from "./outbox-entry";
import { type Entry, type Operation, put, remove } from "./storage";

export class Conflicts {
  readonly #all: Signal<ReadonlyMap<string, ConflictRow>> = signal(new Map());
  /** Conflicts that nobody has chosen for, oldest first. */
  readonly open: ReadonlySignal<readonly ConflictRow[]>;
  readonly openIds: ReadonlySignal<ReadonlySet<string>>;
  /** Keys of the records that have an open conflict (`entity/id`). */
  readonly records: ReadonlySignal<ReadonlySet<string>>;

  constructor(entries: ReadonlySignal<readonly OutboxEntry[]>) {
    const chosen = computed(() => new Set(entries.value.flatMap(resolvedBy)));
    this.open = computed(() => [...this.#all.value.values()].filter(({ id }) => !chosen.value.has(id)));
    this.openIds = computed(() => new Set(this.open.value.map(({ id }) => id)));
    this.records = computed(() => new Set(this.open.value.map((row) => recordKey(row.entity, row.record))));
  }

  get(id: string): ConflictRow | undefined {
    return this.#all.value.get(id);
  }

  /** Return the open conflicts of a record. */
  of(entity: string, record: string): readonly ConflictRow[] {
    return this.open.value.filter((row) => row.entity === entity && row.record === record);
  }

  load(stored: readonly Entry[]): void {
    this.#all.value = new Map(stored.map(({ key, value }) => [key, value as ConflictRow]));
  }

  /** Take in what a pull brought, and forget those of records that are gone: but not what came just now. */
  adopt(rows: readonly ConflictRow[], gone: ReadonlySet<string>): void {
    if (rows.length === 0 && gone.size === 0) return;
    const all = new Map(this.#all.peek());
    for (const row of all.values()) if (gone.has(recordKey(row.entity, row.record))) all.delete(row.id);
    for (const row of rows) {
      if (row.open) all.set(row.id, row);
      else all.delete(row.id);
    }
    this.#all.value = all;
  }

  /**
   * What must be written for `adopt`. A lost record's conflict leaves what the user typed as a draft, unless the
   * office still tells of it: he edited what somebody deleted, and has to choose.
   */
  operations(rows: readonly ConflictRow[], gone: ReadonlySet<string>, me: string): Operation[] {
    const writes = rows.map((row) => (row.open ? put("conflict", row.id, row) : remove("conflict", row.id)));
    const coming = new Set(rows.map(({ id }) => id));
    for (const row of this.#all.peek().values()) {
      if (coming.has(row.id) || !gone.has(recordKey(row.entity, row.record))) continue;
      writes.push(remove("conflict", row.id));
      if (row.mineBy === me) writes.push(put("draft", row.id, draftOf(row)));
    }
    return writes;
  }
}

/** What the user typed into a record that he may no longer read. */
function draftOf({ id, entity, record, mine, mineAt }: ConflictRow): Record<string, unknown> {
  return { id, entity, record, values: mine, at: mineAt };
}

function resolvedBy(entry: OutboxEntry): readonly string[] {
  if (entry.settled || isRefused(entry)) return [];
  return entry.acts.flatMap((act) => (act.kind === "resolve" ? act.conflicts : []));
}
