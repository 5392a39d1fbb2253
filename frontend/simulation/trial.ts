/**
 * One set of records and contexts that trees are tried on.
 */
import type { Asker } from "../expressions/asker";
import { compile } from "../expressions/evaluate";
import { localDay } from "../expressions/periods";
import { type RuleCondition, unsupportedInRule, type ValueTree } from "../expressions/rule-tree";
import { compileCondition, compileValue, type RuleSource, type Subject } from "../expressions/rules";
import { type Tree, unsupported } from "../expressions/tree";
import type { Values } from "../shared/json";
import type { FieldRule } from "../values/types";

export interface Context {
  readonly person: string;
  readonly teams?: readonly string[];
  readonly reports?: readonly string[];
  readonly reportTeams?: readonly string[];
  readonly unit?: string | null;
  readonly language?: string | null;
  readonly zone: string;
  readonly now: string;
}

interface Stored {
  readonly owner?: string | null;
  readonly values: Values;
}

export interface Setting {
  readonly entity: string;
  readonly fields: Readonly<Record<string, readonly FieldRule[]>>;
  readonly records: Readonly<Record<string, Readonly<Record<string, Stored>>>>;
  readonly contexts: readonly Context[];
}

export interface Question {
  readonly tree: unknown;
  readonly context: number;
  readonly rule?: boolean;
}

export class Trial {
  readonly #source: RuleSource;
  readonly #records: readonly Subject[];
  readonly #askers: readonly Asker[];

  constructor({ entity, fields, records, contexts }: Setting) {
    const rules = new Map(
      Object.entries(fields).map(([id, list]) => [id, new Map(list.map((field) => [field.id, field]))]),
    );
    const values = new Map(
      Object.entries(records).map(([id, all]) => [
        id,
        new Map(Object.entries(all).map(([record, stored]) => [record, valuesOf(stored)])),
      ]),
    );
    this.#source = {
      entity,
      fields: (id) => rules.get(id),
      lookup: (id, record) => values.get(id)?.get(record),
      lines: (id, parent, record) =>
        subjectsOf(values.get(id)).filter((line) => line.values[parent] === record),
    };
    this.#records = subjectsOf(values.get(entity)).sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#askers = contexts.map(askerOf);
  }

  answer({ tree, context, rule = false }: Question): unknown {
    const asker = this.#askers[context];
    if (!asker) throw new RangeError(`There is no context ${context}`);
    if (rule) {
      refuse(unsupportedInRule(tree));
      return { values: this.#records.map(compileValue(tree as ValueTree, this.#source, asker)) };
    }
    if (unsupported(tree as Tree).length === 0) {
      const meets = compile(tree as Tree, this.#source, asker);
      return { holds: this.#records.map(({ values }) => meets(values)) };
    }
    refuse(unsupportedInRule(tree));
    return { holds: this.#records.map(compileCondition(tree as RuleCondition, this.#source, asker)) };
  }
}

function refuse(unknown: readonly string[]): void {
  if (unknown.length > 0) throw new TypeError(`Unknown operators: ${unknown.join(", ")}`);
}

function subjectsOf(records: ReadonlyMap<string, Values> | undefined): Subject[] {
  return [...(records ?? [])].map(([id, values]) => ({ id, values }));
}

function valuesOf({ owner, values }: Stored): Values {
  return owner ? { owner, ...values } : values;
}

function askerOf({ zone, ...context }: Context): Asker {
  return { ...context, timeZone: zone, today: localDay(context.now, zone) };
}
