/**
 * What a document asks of the record on show: whether a block or field is shown, and whether an action is offered.
 *
 * Where that cannot be known, because this app is too old for the rule or a record is not here, nothing is hidden and
 * nothing offered: better seen than missed, and better left than done.
 */
import type { Asker } from "../expressions/evaluate";
import type { RuleCondition } from "../expressions/rule-tree";
import type { Subject } from "../expressions/rules";
import type { LocalRecord } from "../local/record";
import { type Around, RecordRules } from "../metadata/record-rules";
import type { Block } from "../protocol";
import type { Values } from "../shared/json";
import type { Lens } from "./lens";
import type { RecordSource } from "./record-values";

export type Rule = Block["visibleWhen"];

/** Where the answer comes from; signals are read. */
export interface Grounds {
  readonly lens: Lens;
  readonly records: RecordSource;
  readonly asker: Asker;
}

/** Tell whether something is shown; a page without a record shows it. */
export function isShown(grounds: Grounds, rule: Rule | undefined, record: LocalRecord | undefined): boolean {
  return !rule || !record || answer(grounds, rule, record) !== false;
}

/** Tell whether an action's own condition lets it be offered. */
export function isAvailable(grounds: Grounds, rule: Rule | undefined, record: LocalRecord): boolean {
  return !rule || answer(grounds, rule, record) === true;
}

/** Whether a record meets a rule; undefined where that cannot be known: by this app, or on this phone. */
function answer(grounds: Grounds, rule: NonNullable<Rule>, record: LocalRecord): boolean | undefined {
  return rulesOf(grounds).holds(
    record.entity,
    rule as unknown as RuleCondition,
    ownedRecord(grounds, record),
  );
}

/** A record's values, its computed ones as they come out here. */
export function valuesMade(grounds: Grounds, entity: string, record: Subject): Values {
  return rulesOf(grounds).computed(entity, record);
}

/** The office makes its creator the owner of a record; until it has, a new record is mine all the same. */
export function ownedRecord({ lens, asker }: Omit<Grounds, "records">, record: LocalRecord): LocalRecord {
  if (record.state !== "new" || record.values.owner !== undefined) return record;
  if (lens.entity(record.entity)?.ownership !== "person") return record;
  return { ...record, values: { ...record.values, owner: asker.person } };
}

interface Kept extends Omit<Grounds, "asker"> {
  readonly rules: RecordRules;
}

const kept = new WeakMap<Asker, Kept>();

/** Rules are made ready once for all the rows that they are asked of. */
function rulesOf({ lens, records, asker }: Grounds): RecordRules {
  const known = kept.get(asker);
  if (known?.lens === lens && known.records === records) return known.rules;
  const around: Around = {
    lookup: (of, record) => records.held(of, record)?.values,
    lines: (of, parent, record) =>
      records.list(of).filter(({ values, state }) => values[parent] === record && state !== "deleted"),
  };
  const rules = new RecordRules(lens.metadata.model, around, asker);
  kept.set(asker, { lens, records, rules });
  return rules;
}
