/**
 * One set of records and contexts that trees are tried on.
 */
import type { Asker } from "../expressions/asker";
import { compile } from "../expressions/evaluate";
import { readFormula, writeFormula } from "../expressions/formula/formula";
import type { FormulaModel } from "../expressions/formula/names";
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
  /** Asks for the rule's formula, and for what that reads back as. */
  readonly formula?: boolean;
}

export class Trial {
  readonly #source: RuleSource;
  readonly #records: readonly Subject[];
  readonly #askers: readonly Asker[];
  readonly #model: FormulaModel;

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
    this.#model = {
      entities: Object.entries(fields).map(([id, list]) => ({
        id,
        ownership: "person",
        fields: list.map(withChoices),
      })),
      said: () => "",
      ownerWord: "",
    };
  }

  answer({ tree, context, rule = false, formula = false }: Question): unknown {
    if (formula) return { formula: this.#written(tree) };
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

  #written(tree: unknown): unknown {
    const { entity } = this.#source;
    const text = writeFormula(tree, entity, this.#model);
    const read = readFormula(text ?? "", entity, this.#model);
    return {
      text,
      tree: read.tree ?? null,
      kind: read.type?.kind ?? null,
      problem: read.problem?.code ?? null,
    };
  }
}

/** The model's choices are objects; the cases write their ids. */
function withChoices(field: FieldRule): FieldRule {
  const ids = (field.choices ?? []) as unknown as readonly string[];
  return { ...field, choices: ids.map((id) => ({ id, label: {}, colour: null, retired: false })) };
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
