/** The cases that all evaluators run, made ready for this one. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Asker } from "../../../frontend/expressions/asker";
import { localDay } from "../../../frontend/expressions/periods";
import type { RuleCondition, ValueTree } from "../../../frontend/expressions/rule-tree";
import type { RuleSource, Subject } from "../../../frontend/expressions/rules";
import type { Tree } from "../../../frontend/expressions/tree";
import type { Values } from "../../../frontend/shared/json";
import type { FieldRule } from "../../../frontend/values/types";

interface Stored {
  readonly owner?: string | null;
  readonly values: Values;
}

interface Context extends Omit<Asker, "timeZone" | "today"> {
  readonly zone: string;
  readonly now: string;
}

interface Named {
  readonly name: string;
  /** A place among the contexts. */
  readonly context?: number;
}

interface Vectors {
  readonly contexts: readonly Context[];
  readonly entity: string;
  readonly fields: Readonly<Record<string, readonly (FieldRule & { readonly choices?: unknown })[]>>;
  readonly records: Readonly<Record<string, Readonly<Record<string, Stored>>>>;
  readonly cases: readonly (Named & { readonly filter: Tree; readonly holds: readonly string[] })[];
  readonly refused: readonly (Named & {
    readonly filter: Readonly<Record<string, unknown>>;
    readonly code: string;
    readonly place: string;
    readonly related?: unknown;
    readonly repeat?: { readonly at: string; readonly count: number };
  })[];
  readonly rules: readonly (Named & {
    readonly rule?: ValueTree;
    readonly type?: string;
    readonly values?: readonly unknown[];
    readonly condition?: RuleCondition;
    readonly holds?: readonly string[];
  })[];
  readonly refusedRules: readonly (Named & {
    readonly rule?: unknown;
    readonly condition?: unknown;
    readonly code: string;
    readonly wrap?: number;
  })[];
}

// Not imported: some cases hold half a character, which the bundler's reader of JSON refuses.
const path = resolve(import.meta.dirname, "../../vectors/expressions.json");
export const vectors = JSON.parse(readFileSync(path, "utf8")) as Vectors;

/** The model's choices are objects; the cases write their ids. */
const fields = new Map(
  Object.entries(vectors.fields).map(([entity, list]) => [
    entity,
    new Map(list.map((one) => [one.id, field(one)])),
  ]),
);

function field(written: Omit<FieldRule, "choices"> & { readonly choices?: unknown }): FieldRule {
  const ids = (written.choices ?? []) as readonly string[];
  return {
    ...written,
    choices: ids.map((id) => ({ id, label: {}, retired: false })),
  } as unknown as FieldRule;
}

const records = new Map(
  Object.entries(vectors.records).map(([entity, all]) => [
    entity,
    new Map(Object.entries(all).map(([id, stored]) => [id, valuesOf(stored)])),
  ]),
);

function valuesOf({ owner, values }: Stored): Values {
  return owner ? { owner, ...values } : values;
}

export const source: RuleSource = {
  entity: vectors.entity,
  fields: (entity) => fields.get(entity),
  lookup: (entity, id) => records.get(entity)?.get(id),
  lines: (entity, parent, record) => subjects(entity).filter(({ values }) => values[parent] === record),
};

/** Return an entity's records in the order of their ids. */
export function subjects(entity: string): readonly Subject[] {
  return [...(records.get(entity) ?? [])]
    .map(([id, values]) => ({ id, values }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const askers: readonly Asker[] = vectors.contexts.map(({ zone, ...context }) => ({
  ...context,
  timeZone: zone,
  today: localDay(context.now, zone),
}));

/** Return who asks in a case. */
export function askerOf({ context = 0 }: Pick<Named, "context">): Asker {
  const found = askers[context];
  if (!found) throw new Error(`There is no context ${context}`);
  return found;
}
