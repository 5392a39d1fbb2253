/**
 * A rule tried on one practice record, with values typed in the place of its own.
 *
 * A path such as `customer.name` is answered by the practice record that the lookup leads to; what is typed for it
 * stands in a copy of that record. Lines are a list of their own, which the designer may lengthen.
 */
import type { Asker } from "../../expressions/asker";
import type { Rule } from "../../expressions/formula/formula";
import { isValue } from "../../expressions/formula/printer";
import type { Fields } from "../../expressions/paths";
import { fieldsAlong } from "../../expressions/paths";
import { reads } from "../../expressions/reads";
import { compileCondition, compileValue, type RuleSource, type Subject } from "../../expressions/rules";
import type { PracticeRecords } from "../../metadata/preview-channel";
import type { Values } from "../../shared/json";
import type { FieldRule } from "../../values/types";

/** One value that the rule reads of its own record. */
export interface Asked {
  readonly path: string;
  readonly fields: readonly FieldRule[];
}

/** Lines that the rule goes over, and what it reads of each. */
export interface AskedLines {
  readonly entity: string;
  readonly parent: string;
  readonly columns: readonly FieldRule[];
}

export interface Given {
  /** The practice record that is begun with. */
  readonly record: string | null;
  readonly typed: ReadonlyMap<string, unknown>;
  readonly lines: ReadonlyMap<string, readonly Values[]>;
}

const SUBJECT = "subject";

/** Return what a rule asks its own record for; pictures and the like are left as they are. */
export function askedOf(rule: Rule, entity: string, fields: Fields): readonly Asked[] {
  return [...reads(rule).paths].flatMap((path) => {
    const along = fieldsAlong(path, { entity, fields });
    return along ? [{ path, fields: along }] : [];
  });
}

/** Return the lines that a rule goes over, those of its own record first. */
export function askedLines(rule: Rule, entity: string, fields: Fields): readonly AskedLines[] {
  return [...reads(rule).lines].flatMap(([id, paths]): AskedLines[] => {
    const known = [...paths]
      .filter((path) => !path.includes("."))
      .flatMap((path) => fields(id)?.get(path) ?? []);
    const parent = known.find(
      ({ type, target, several }) => type === "lookup" && target === entity && !several,
    );
    return parent ? [{ entity: id, parent: parent.id, columns: known.filter((one) => one !== parent) }] : [];
  });
}

export function recordsOf(practice: PracticeRecords, entity: string): readonly Subject[] {
  const rows = practice.put.find((one) => one.entity === entity)?.rows ?? [];
  return rows.map(([id, , values]) => ({ id, values: values as Values }));
}

/** The practice record's lines, as the table begins with them. */
export function linesOf(
  practice: PracticeRecords,
  { entity, parent }: AskedLines,
  record: string | null,
): readonly Values[] {
  return recordsOf(practice, entity)
    .filter(({ values }) => record !== null && values[parent] === record)
    .map(({ values }) => values)
    .slice(0, 5);
}

/** Compute the rule of what is given; a condition is true or false. */
export function tried(
  rule: Rule,
  entity: string,
  fields: Fields,
  practice: PracticeRecords,
  asker: Asker,
  { record, typed, lines }: Given,
): unknown {
  const known = new Map<string, Values>();
  for (const { entity: id, rows } of practice.put) {
    for (const [row, , values] of rows) known.set(`${id} ${row}`, values as Values);
  }
  const base = (record && known.get(`${entity} ${record}`)) || {};
  const values = overlaid({ ...base }, entity, typed, fields, known);
  const source: RuleSource = {
    entity,
    fields,
    lookup: (of, id) => known.get(`${of} ${id}`),
    lines: (of, parent, id) =>
      id === SUBJECT && lines.has(`${of} ${parent}`)
        ? (lines.get(`${of} ${parent}`) ?? []).map((one, at) => ({ id: `line ${at}`, values: one }))
        : recordsOf(practice, of).filter(
            ({ values: line }) => line[parent] === (id === SUBJECT ? record : id),
          ),
  };
  const subject: Subject = { id: SUBJECT, values };
  return isValue(rule)
    ? compileValue(rule, source, asker)(subject)
    : compileCondition(rule, source, asker)(subject);
}

function overlaid(
  values: Record<string, unknown>,
  entity: string,
  typed: ReadonlyMap<string, unknown>,
  fields: Fields,
  known: Map<string, Values>,
): Values {
  const further = new Map<string, Map<string, unknown>>();
  for (const [path, value] of typed) {
    const [name = "", ...rest] = path.split(".");
    if (rest.length === 0) values[name] = value;
    else further.set(name, (further.get(name) ?? new Map<string, unknown>()).set(rest.join("."), value));
  }
  for (const [name, inside] of further) {
    const target = fields(entity)?.get(name)?.target;
    if (!target) continue;
    // An empty lookup leads to nobody; what is typed beyond it makes somebody.
    const id = typeof values[name] === "string" ? values[name] : `typed ${known.size}`;
    values[name] = id;
    const key = `${target} ${id}`;
    const there = known.get(key);
    // Counted before what lies beyond it is, so that no two that were made share an id.
    known.set(key, {});
    known.set(key, overlaid({ ...there }, target, inside, fields, known));
  }
  return values;
}
