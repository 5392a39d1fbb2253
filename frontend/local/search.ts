/**
 * Finding and filtering records in memory, through lookups too, with folded texts kept by record.
 *
 * A record is replaced when it changes, so what was folded for it can be kept for as long as it lives. A path through
 * a lookup uses what is kept for the record it leads to.
 */
import { type Asker, compile, type Test } from "../expressions/evaluate";
import type { Tree } from "../expressions/tree";
import { fieldsOf, findEntity, findPath } from "../metadata/find";
import type { Field, Model } from "../protocol";
import { searchKey } from "../values/fold";
import { searchText } from "../values/registry";
import type { Reading, Value } from "../values/types";
import type { LocalRecord } from "./record";
import type { RecordsView } from "./records";

type KeyOf = (record: LocalRecord) => string;

export class Search {
  readonly #keys = new Map<Field, WeakMap<LocalRecord, string>>();

  constructor(
    private readonly records: RecordsView,
    private readonly reading: Reading,
  ) {}

  /** Return what tells of records of one entity whether every word is found, in one path or another. */
  test(model: Model, paths: readonly string[], words: readonly string[]): (record: LocalRecord) => boolean {
    let keys: readonly KeyOf[] | undefined;
    return (record) => {
      keys ??= paths.map((path) => this.#keyOf(model, record.entity, path));
      const texts = keys.map((keyOf) => keyOf(record));
      return words.every((word) => texts.some((text) => text.includes(word)));
    };
  }

  /** Return the folded text of what a path leads to from a record. */
  key(model: Model, record: LocalRecord, path: string): string {
    return this.#keyOf(model, record.entity, path)(record);
  }

  #keyOf(model: Model, entity: string, path: string): KeyOf {
    const found = findPath(model, entity, path);
    if (!found) return () => "";
    const { fields, end } = found;
    const lookups = fields.slice(0, -1);
    // Of what is not held the label is known, and that is the value of the title.
    const named = found.entity.title === end.id;
    const folded = this.#folds(end);
    if (lookups.length === 0) return folded;
    return (record) => {
      let at: LocalRecord | undefined = record;
      let label = "";
      for (const lookup of lookups) {
        const id: unknown = at?.values[lookup.id];
        const target = typeof id === "string" ? lookup.target : null;
        at = target ? this.records.held(target, id as string) : undefined;
        label = !at && target ? (this.records.label(target, id as string) ?? "") : "";
      }
      if (at) return folded(at);
      return named ? searchKey(label) : "";
    };
  }

  /** Return what folds a field, and keeps what was folded for as long as the record lives. */
  #folds(field: Field): KeyOf {
    // What a lookup is called belongs to another record, which may change without this one.
    if (field.type === "lookup") return (record) => this.#fold(record, field);
    const keys = this.#keys.get(field) ?? new WeakMap<LocalRecord, string>();
    this.#keys.set(field, keys);
    return (record) => {
      let key = keys.get(record);
      if (key === undefined) {
        key = this.#fold(record, field);
        keys.set(record, key);
      }
      return key;
    };
  }

  #fold(record: LocalRecord, field: Field): string {
    return searchKey(searchText((record.values[field.id] ?? null) as Value, field, this.reading));
  }
}

/** Return the entities whose records paths lead to: what is found changes when they do. */
export function ledTo(model: Model, entity: string, paths: readonly string[]): readonly string[] {
  const fields = paths.flatMap((path) => findPath(model, entity, path)?.fields ?? []);
  return [...new Set(fields.flatMap(({ type, target }) => (type === "lookup" && target) || []))];
}

/** Return the records that meet a condition. */
export function filtered(
  model: Model,
  view: RecordsView,
  records: readonly LocalRecord[],
  condition: Tree,
  asker: Asker,
): LocalRecord[] {
  const fields = (entity: string) => {
    const found = findEntity(model, entity);
    return found && fieldsOf(found);
  };
  const lookup = (entity: string, record: string) => view.held(entity, record)?.values;
  const tests = new Map<string, Test>();
  return records.filter(({ entity, values }) => {
    let meets = tests.get(entity);
    if (!meets) {
      meets = compile(condition, { entity, fields, lookup }, asker);
      tests.set(entity, meets);
    }
    return meets(values);
  });
}
