/**
 * The conflicts that wait for a choice, by record.
 *
 * They come and go with pulls. One that a waiting resolution names counts as chosen.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { ConflictRow } from "../protocol";
import { recordKey } from "./database";
import { isRefused, type OutboxEntry } from "./outbox-entry";
import type { Entry } from "./storage";

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

  /** All that are here, chosen for or not, by their ids. */
  get all(): ReadonlySignal<ReadonlyMap<string, ConflictRow>> {
    return this.#all;
  }

  replace(all: ReadonlyMap<string, ConflictRow>): void {
    this.#all.value = all;
  }
}

function resolvedBy(entry: OutboxEntry): readonly string[] {
  if (entry.settled || isRefused(entry)) return [];
  return entry.acts.flatMap((act) => (act.kind === "resolve" ? act.conflicts : []));
}
