/**
 * Computed values before the office has computed them: of records with unsent changes, and of those that sum these up.
 *
 * All else stays as the office computed it. What is computed here is marked provisional, and gone with the change that
 * it came of. Where nothing waits, nothing is asked.
 */
import { computed } from "@preact/signals-core";
import type { Asker } from "../expressions/asker";
import { fieldsOf, findEntity } from "../metadata/find";
import { type Around, RecordRules } from "../metadata/record-rules";
import type { Model } from "../protocol";
import { isObject, same, type Values } from "../shared/json";
import type { LocalRecord } from "./record";
import { listedLate, type View } from "./records";
import type { Replica } from "./replica";

/** Entity → record → its provisional values. */
type Provisional = ReadonlyMap<string, ReadonlyMap<string, Values>>;
type Touched = ReadonlyMap<string, ReadonlySet<string>>;

/** Lines that some rule sums up: their entity, their lookup, and the entity that it leads to. */
interface Sum {
  readonly lines: string;
  readonly parent: string;
  readonly to: string;
}

/** A computed value is the same for everybody: no rule asks who. */
const ANYBODY: Asker = { person: "", today: "1970-01-01", timeZone: "UTC" };
const NOTHING: Provisional = new Map();
const NO_RECORDS: ReadonlyMap<string, LocalRecord> = new Map();

/** Return what lays provisional values over a view; signals are read. */
export function computingOf({ metadata, records, tables }: Replica): (entity: string, view: View) => View {
  const provisional = computed((): Provisional => {
    const model = metadata.value?.model;
    const touched = model && touchedIn(model, { records, tables });
    return model && touched && touched.size > 0 ? valuesOf(model, records, touched) : NOTHING;
  });
  const before = new Map<string, ReadonlyMap<string, LocalRecord>>();
  return (entity, view) => {
    const values = provisional.value.get(entity);
    if (!values) {
      before.delete(entity);
      return view;
    }
    const laid = layOver(view, values, before.get(entity) ?? NO_RECORDS);
    before.set(entity, laid.made);
    return laid.view;
  };
}

/** The records that wait, and those that sum them up, as far as that goes. */
function touchedIn(model: Model, { records, tables }: Pick<Replica, "records" | "tables">): Touched {
  const touched = new Map<string, Set<string>>();
  const waiting: { readonly entity: string; readonly id: string }[] = [];
  const touch = (entity: string, id: string) => {
    const known = touched.get(entity) ?? new Set();
    if (known.has(id)) return;
    touched.set(entity, known.add(id));
    waiting.push({ entity, id });
  };
  const sums = sumsOf(model);
  for (const { id: entity } of model.entities) {
    for (const id of records.waiting(entity).keys()) touch(entity, id);
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { entity, id } = next;
    for (const { lines, parent, to } of sums) {
      if (lines !== entity) continue;
      const stood = tables.table(entity).value?.records.get(id);
      const leads = [stood, records.plain(entity).get(id)].map((record) => record?.values[parent]);
      for (const lead of leads) if (typeof lead === "string") touch(to, lead);
    }
  }
  return touched;
}

function valuesOf(model: Model, records: Replica["records"], touched: Touched): Provisional {
  const rules = new RecordRules(model, aroundOf(records), ANYBODY, (entity, id) => {
    return touched.get(entity)?.has(id) ?? false;
  });
  const all = new Map<string, ReadonlyMap<string, Values>>();
  for (const [entity, ids] of touched) {
    const holder = findEntity(model, entity);
    const fields = [...(holder ? fieldsOf(holder).values() : [])].filter(({ computed }) => computed);
    if (fields.length === 0) continue;
    const view = records.plain(entity);
    const own = new Map<string, Values>();
    for (const id of ids) {
      const record = view.get(id);
      if (!record || record.state === "deleted" || record.partial) continue;
      const made = rules.computed(entity, record);
      const moved = fields.filter((field) => {
        return !same(made[field.id] ?? null, record.values[field.id] ?? null);
      });
      if (moved.length > 0) own.set(id, Object.fromEntries(moved.map((field) => [field.id, made[field.id]])));
    }
    if (own.size > 0) all.set(entity, own);
  }
  return all;
}

function aroundOf(records: Replica["records"]): Around {
  const byParent = new Map<string, Map<unknown, LocalRecord[]>>();
  const indexed = (entity: string, parent: string) => {
    const key = `${entity} ${parent}`;
    let found = byParent.get(key);
    if (!found) {
      found = new Map();
      for (const record of records.plain(entity).list) {
        if (record.state === "deleted") continue;
        const lead = record.values[parent];
        const lines = found.get(lead) ?? [];
        lines.push(record);
        found.set(lead, lines);
      }
      byParent.set(key, found);
    }
    return found;
  };
  return {
    lookup: (entity, id) => records.plain(entity).get(id)?.values,
    lines: (entity, parent, id) => indexed(entity, parent).get(id) ?? [],
  };
}

function sumsOf(model: Model): readonly Sum[] {
  const found: Sum[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const part of node) visit(part);
    if (!isObject(node)) return;
    const { entity, parent } = node;
    if (typeof entity === "string" && typeof parent === "string") {
      const holder = findEntity(model, entity);
      const to = holder && fieldsOf(holder).get(parent)?.target;
      if (to) found.push({ lines: entity, parent, to });
    }
    for (const part of [node.of, node.left, node.right, node.where]) visit(part);
  };
  for (const { fields } of model.entities) for (const { computed } of fields) visit(computed);
  return found;
}

/** What looks as it did stays the same object: lists find their place by that. */
function layOver(
  view: View,
  values: ReadonlyMap<string, Values>,
  before: ReadonlyMap<string, LocalRecord>,
): { readonly view: View; readonly made: ReadonlyMap<string, LocalRecord> } {
  const made = new Map<string, LocalRecord>();
  for (const [id, own] of values) {
    const record = view.get(id);
    if (!record) continue;
    const laid = { ...record, values: { ...record.values, ...own }, provisional: new Set(Object.keys(own)) };
    const was = before.get(id);
    made.set(id, was && looksLike(was, laid) ? was : laid);
  }
  return {
    view: listedLate(() => view.list.map((record) => made.get(record.id) ?? record), {
      changed: new Map([...view.changed, ...made]),
      get: (id) => made.get(id) ?? view.get(id),
    }),
    made,
  };
}

function looksLike(a: LocalRecord, b: LocalRecord): boolean {
  const plain = ({ provisional, ...record }: LocalRecord) => ({ ...record, made: [...(provisional ?? [])] });
  return same(plain(a), plain(b));
}
