/**
 * Records taken together: how many there are, what their measures come to, and the same for each group. Pure.
 *
 * Worked out in slices, as there may be tens of thousands of records.
 */
import { compile } from "../../expressions/evaluate";
import { type Source, type Walk, walkOf } from "../../expressions/paths";
import { reads } from "../../expressions/reads";
import type { LocalRecord } from "../../local/record";
import { findPath } from "../../metadata/find";
import { atOnce, type Slices, sortedInSlices } from "../../shared/slices";
import type { Reading } from "../../values/types";
import { type Grounds, ownedRecord } from "../conditions";
import type { Lens } from "../lens";
import { valueAt } from "../record-values";
import { type Grouping, groupingBy, type Key } from "./grouping";
import { type Figure, Tally } from "./measures";
import type { Question } from "./question";

export interface Gathered {
  readonly count: number;
  readonly figures: readonly Figure[];
  /** In their natural order, those without a value last; at most two levels. */
  readonly groups: readonly Group[];
  /** The records themselves, at the last level of groups, if they are wanted. */
  readonly rows: readonly LocalRecord[];
  /** Groups that the office has left out. */
  readonly more: number;
}

export interface Group extends Gathered {
  readonly key: Key;
  readonly label: string;
}

export interface Eyes extends Grounds {
  readonly reading: Reading;
}

interface Options {
  /** Keep the records, in this order; nothing: figures alone. */
  readonly rows?: (a: LocalRecord, b: LocalRecord) => number;
}

/** Records between two pauses. */
const AT_ONCE = 200;

/** Gather the records of this phone that a question is about. */
export function* gathered(eyes: Eyes, question: Question, { rows }: Options = {}): Slices<Gathered> {
  const { lens, records, asker, reading } = eyes;
  const source: Source = {
    entity: question.entity,
    fields: (entity) => (lens.entity(entity) ? lens.fields(entity) : undefined),
    lookup: (entity, record) => records.held(entity, record)?.values,
  };
  const { parent, condition } = question;
  const meets = condition ? compile(condition, source, asker) : null;
  const values = question.measures.map(({ field }) => (field ? walkOf(field, source) : null));
  const levels = levelsOf(eyes, source, question);
  const whole = new Gatherer(question, levels);
  let seen = 0;
  for (const record of records.list(question.entity)) {
    seen += 1;
    if (seen % AT_ONCE === 0) yield;
    if (record.state === "deleted") continue;
    if (parent && (parent.record === undefined || record.values[parent.field] !== parent.record)) continue;
    if (meets && !meets(ownedRecord(eyes, record).values)) continue;
    const measured = values.map((walk) => walk?.read(record.values) ?? null);
    whole.take(record, measured, rows !== undefined);
  }
  return yield* whole.done(reading, rows);
}

/** The entities besides its own whose records an answer hangs on. */
export function entitiesBehind(lens: Lens, question: Question): ReadonlySet<string> {
  const named = [
    ...question.groups.map(({ path }) => path),
    ...question.measures.flatMap(({ field }) => field ?? []),
    ...reads(question.condition).paths,
  ];
  const targets = named.flatMap((path) => {
    const found = findPath(lens.metadata.model, question.entity, path);
    return (found?.fields ?? []).flatMap(({ target }) => target ?? []);
  });
  return new Set(targets);
}

interface Level {
  readonly grouping: Grouping;
  readonly valueOf: (record: LocalRecord) => unknown;
}

/** The levels of groups; a path that leads nowhere for this person is left out, with all below it. */
function levelsOf(eyes: Eyes, source: Source, { groups }: Question): readonly Level[] {
  const levels: Level[] = [];
  for (const { path, period } of groups) {
    const walk = walkOf(path, source);
    const field = walk && eyes.lens.path(source.entity, path).at(-1);
    if (!field) return levels;
    const grouping = groupingBy(field, period, eyes.asker.timeZone);
    levels.push({ grouping, valueOf: readerOf(eyes, walk, path) });
  }
  return levels;
}

/** What is called by a record that is not here is still known by its label. */
function readerOf({ lens, records }: Eyes, walk: Walk, path: string): Level["valueOf"] {
  if (!path.includes(".")) return ({ values }) => walk.read(values);
  return (record) => walk.read(record.values) ?? valueAt(lens, records, record, path)?.value ?? null;
}

class Gatherer {
  #count = 0;
  readonly #tallies: readonly Tally[];
  readonly #groups = new Map<Key, { readonly value: unknown; readonly of: Gatherer }>();
  readonly #rows: LocalRecord[] = [];

  constructor(
    private readonly question: Question,
    private readonly levels: readonly Level[],
  ) {
    this.#tallies = question.measures.map(({ of }) => new Tally(of));
  }

  take(record: LocalRecord, measured: readonly unknown[], keep: boolean): void {
    this.#count += 1;
    this.#tallies.forEach((tally, at) => {
      tally.take(measured[at]);
    });
    const [level, ...below] = this.levels;
    if (!level) {
      if (keep) this.#rows.push(record);
      return;
    }
    const value = level.valueOf(record);
    // A record with several values stands in the group of each.
    for (const one of Array.isArray(value) && value.length > 0 ? new Set(value) : [value]) {
      this.#group(level, below, one).take(record, measured, keep);
    }
  }

  #group({ grouping }: Level, below: readonly Level[], value: unknown): Gatherer {
    const key = grouping.keyOf(value);
    let group = this.#groups.get(key);
    if (!group) {
      group = { value, of: new Gatherer(this.question, below) };
      this.#groups.set(key, group);
    }
    return group.of;
  }

  *done(reading: Reading, order: Options["rows"]): Slices<Gathered> {
    const groups: Group[] = [];
    const grouping = this.levels[0]?.grouping;
    for (const [key, { value, of }] of this.#groups) {
      const label = key === null ? "" : (grouping?.labelOf(value, reading) ?? "");
      groups.push({ key, label, ...(yield* of.done(reading, order)) });
    }
    return {
      count: this.#count,
      figures: this.#tallies.map(({ figure }) => figure),
      groups: grouping ? yield* sortedInSlices(groups, (a, b) => grouping.compare(a, b, reading)) : [],
      rows: order ? yield* sortedInSlices(this.#rows, order) : [],
      more: 0,
    };
  }
}

/** Gather in one go, for few records. */
export function gatheredNow(eyes: Eyes, question: Question, options?: Options): Gathered {
  return atOnce(gathered(eyes, question, options));
}
