/**
 * The texts of one entity's records, folded and in the order of their titles, to be searched as someone types.
 *
 * A record is replaced when it changes, so what was folded for it is kept for as long as it lives: following a list
 * costs what is new in it. All work is done in slices.
 */
import type { Entity, Field } from "../protocol";
import { mergedInSlices, type Slices, sortedInSlices } from "../shared/slices";
import { searchKey } from "../values/fold";
import { searchText } from "../values/registry";
import type { Reading, Value } from "../values/types";
import type { LocalRecord } from "./record";
import { searchedFields } from "./search-words";

/** A record with its folded texts. */
export interface Entry {
  readonly record: LocalRecord;
  /** Empty where the title is no text. */
  readonly title: string;
  /** Every searched text, the title's too, each on a line of its own: no word runs over the end of one. */
  readonly text: string;
}

/** How many records are folded, or looked at, in one go. */
const FEW = 128;

export class EntityIndex {
  /** What can be found, in the order of the folded titles. Replaced, never changed. */
  entries: readonly Entry[] = [];
  readonly #known = new WeakMap<LocalRecord, Entry>();
  readonly #fields: readonly Field[];
  readonly #title: Field | undefined;
  #followed: readonly LocalRecord[] = [];

  constructor(
    readonly entity: Entity,
    private readonly reading: Reading,
  ) {
    this.#fields = searchedFields(entity);
    this.#title = this.#fields.find(({ id }) => id === entity.title);
  }

  /** Bring the entries to what a list holds now; what the user has deleted is not found. */
  *follow(records: readonly LocalRecord[]): Slices<void> {
    if (records === this.#followed) return;
    const here = new Set(records);
    yield;
    const kept = this.entries.filter(({ record }) => here.delete(record));
    const fresh: Entry[] = [];
    let looked = 0;
    for (const record of here) {
      if (record.state !== "deleted") fresh.push(this.#entry(record));
      looked += 1;
      if (looked % FEW === 0) yield;
    }
    const sorted = yield* sortedInSlices(fresh, byTitle);
    this.entries = kept.length > 0 ? yield* mergedInSlices(kept, sorted, byTitle) : sorted;
    this.#followed = records;
  }

  #entry(record: LocalRecord): Entry {
    const known = this.#known.get(record);
    if (known) return known;
    const entry = {
      record,
      title: this.#title ? this.#folded(record, this.#title) : "",
      text: this.#fields.map((field) => this.#folded(record, field)).join("\n"),
    };
    this.#known.set(record, entry);
    return entry;
  }

  #folded(record: LocalRecord, field: Field): string {
    return foldedValue(record, field, this.reading);
  }
}

/** Return the folded words that a field of a record is found by. */
export function foldedValue(record: LocalRecord, field: Field, reading: Reading): string {
  return searchKey(searchText((record.values[field.id] ?? null) as Value, field, reading));
}

function byTitle(a: Entry, b: Entry): number {
  if (a.title !== b.title) return a.title < b.title ? -1 : 1;
  return a.record.id < b.record.id ? -1 : 1;
}
