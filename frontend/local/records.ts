/**
 * What the interface reads: the office's records at the checkpoint, with what waits in the outbox on top.
 *
 * Everything is a signal underneath: a component or effect that lists or gets is run again when the answer may have
 * changed. Reading an entity for the first time loads it, and shows nothing until it is there.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { same } from "../shared/json";
import type { Conflicts } from "./conflicts";
import { entityPrefix } from "./database";
import type { Foreteller } from "./foretelling";
import type { Outbox } from "./outbox";
import type { OutboxEntry } from "./outbox-entry";
import { lookAlike, type Overlay, overlays, shown } from "./overlay";
import type { LocalRecord } from "./record";
import type { Table, Tables } from "./tables";

type Changed = ReadonlyMap<string, LocalRecord | undefined>;

const NONE: ReadonlyMap<string, LocalRecord> = new Map();

export interface View {
  /** Made when it is first asked for: whoever reads one record waits for no list of all. */
  readonly list: readonly LocalRecord[];
  /** Records that look other than the office has them; undefined: not there any more. */
  readonly changed: Changed;
  get(id: string): LocalRecord | undefined;
}

interface Watched {
  /** Without what rules make of what waits. */
  readonly plain: ReadonlySignal<View>;
  readonly view: ReadonlySignal<View>;
  readonly revision: ReadonlySignal<number>;
}

export class RecordsView {
  /** Lays over a view what rules make of what waits; null until its code is here, or where nothing is computed. */
  readonly computing: Signal<((entity: string, view: View) => View) | null> = signal(null);
  readonly #watched = new Map<string, Watched>();
  readonly #asked = new Set<string>();
  readonly #overlay: ReadonlySignal<(entity: string) => Overlay>;

  constructor(
    private readonly tables: Tables,
    outbox: Outbox,
    private readonly conflicts: Conflicts,
    /** By what the office will merge an entity's records; null where its model is not here. Signals are read. */
    private readonly foreteller: (entity: string) => Foreteller | null = () => null,
  ) {
    let laid: readonly OutboxEntry[] = [];
    let overlay = overlays(laid);
    this.#overlay = computed(() => {
      const entries = outbox.entries.value;
      if (!lookAlike(laid, entries)) overlay = overlays(entries);
      laid = entries;
      return overlay;
    });
  }

  /** All records of an entity, in no order to rely on; those deleted and not yet confirmed are marked. */
  list(entity: string): readonly LocalRecord[] {
    this.#ask(entity);
    return this.#watch(entity).view.value.list;
  }

  /** A record by its id, one that has left and of which a frozen copy is kept as well. */
  get(entity: string, id: string): LocalRecord | undefined {
    this.#ask(entity);
    return this.#watch(entity).view.value.get(id);
  }

  /** A record as the office has it now, as far as the checkpoint knows: no frozen copy. */
  held(entity: string, id: string): LocalRecord | undefined {
    const record = this.get(entity, id);
    return record?.frozen ? undefined : record;
  }

  /** What a record is called that is not held; undefined where not even that is known. */
  label(entity: string, id: string): string | undefined {
    this.#ask(entity);
    return this.tables.table(entity).value?.labels.get(id);
  }

  /** An entity's records without what rules make of what waits. */
  plain(entity: string): View {
    this.#ask(entity);
    return this.#watch(entity).plain.value;
  }

  /** What waits for the records of an entity. */
  waiting(entity: string): Overlay {
    return this.#overlay.value(entity);
  }

  /** Raised whenever a record of the entity may look different. */
  revision(entity: string): ReadonlySignal<number> {
    return this.#watch(entity).revision;
  }

  /** Tell whether the entity's records are in memory; a signal is read. */
  loaded(entity: string): boolean {
    return this.tables.table(entity).value !== null;
  }

  /** Load an entity now. @throws StorageFailed */
  async ensure(entity: string): Promise<void> {
    this.#asked.add(entity);
    await this.tables.ensure(entity);
  }

  #ask(entity: string): void {
    if (this.#asked.has(entity)) return;
    this.#asked.add(entity);
    // A failure is shown by the store's own signal; the next reader asks again.
    this.tables.ensure(entity).catch(() => this.#asked.delete(entity));
  }

  #watch(entity: string): Watched {
    let watched = this.#watched.get(entity);
    if (!watched) {
      const table = this.tables.table(entity);
      let before: Changed = NONE;
      const plain = computed(() => {
        const overlay = this.#overlay.value(entity);
        const foreteller = overlay.size > 0 ? this.foreteller(entity) : null;
        const found = viewOf(entity, table.value, overlay, this.conflicts.records.value, foreteller, before);
        before = found.changed;
        return found;
      });
      const view = computed(() => this.computing.value?.(entity, plain.value) ?? plain.value);
      let count = 0;
      const revision = computed(() => {
        view.value;
        count += 1;
        return count;
      });
      watched = { plain, view, revision };
      this.#watched.set(entity, watched);
    }
    return watched;
  }
}

function viewOf(
  entity: string,
  table: Table | null,
  overlay: Overlay,
  conflicts: ReadonlySet<string>,
  foreteller: Foreteller | null,
  before: Changed,
): View {
  const base = table?.records ?? NONE;
  const frozen = table?.frozen ?? NONE;
  const known = (id: string) => base.get(id) ?? frozen.get(id);
  const prefix = entityPrefix(entity);
  const marked = [...conflicts]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  if (overlay.size === 0 && marked.length === 0)
    return listedLate(() => [...base.values()], { changed: NONE, get: known });

  const changed = new Map<string, LocalRecord | undefined>();
  for (const [id, acts] of overlay) changed.set(id, shown(known(id), acts, foreteller));
  for (const id of marked) {
    const record = changed.get(id) ?? known(id);
    if (record) changed.set(id, { ...record, progress: "conflict" });
  }
  // What looks as it did stays the same object: lists find its place by that.
  for (const [id, record] of changed) {
    const was = before.get(id);
    if (was && same(was, record)) changed.set(id, was);
  }
  const list = () => {
    const seen: LocalRecord[] = [];
    for (const record of base.values()) {
      const shows = changed.has(record.id) ? changed.get(record.id) : record;
      if (shows) seen.push(shows);
    }
    // A copy that left is listed only for what the user himself has done to it.
    for (const [id, record] of changed) if (record && !base.has(id) && overlay.has(id)) seen.push(record);
    return seen;
  };
  return listedLate(list, { changed, get: (id) => (changed.has(id) ? changed.get(id) : known(id)) });
}

/** Return a view that makes its list when it is first asked for, and once. */
export function listedLate(made: () => readonly LocalRecord[], view: Omit<View, "list">): View {
  let list: readonly LocalRecord[] | null = null;
  return {
    ...view,
    get list() {
      list ??= made();
      return list;
    },
  };
}
