/**
 * An action run on made-up records: each step that it takes, each rule that it meets, and how it ends. Pure.
 *
 * Rules are asked by the code that asks them on the phone, which says what the office says. Nothing is kept.
 */
import { copiedFrom } from "../../blocks/form/copied";
import type { Asker } from "../../expressions/asker";
import type { RuleCondition } from "../../expressions/rule-tree";
import { settingValues } from "../../local/steps";
import { fieldsOf, findEntity } from "../../metadata/find";
import type { PracticeRecords } from "../../metadata/preview-channel";
import { RecordRules } from "../../metadata/record-rules";
import type { Action, Entity, Field, Model } from "../../protocol";
import { same, type Values } from "../../shared/json";
import { validate } from "../../values/registry";
import type { ValueProblem } from "../../values/result";
import type { Value } from "../../values/types";

export type Step =
  /** Whether the action is offered for this record, and by what it is decided. */
  | { readonly kind: "offered"; readonly by: "always" | "when" | "rule"; readonly met: boolean }
  /** A field got a value: by what the record begins with, by hand, by the action, by a formula. */
  | {
      readonly kind: "begun" | "typed" | "set" | "computed";
      readonly field: Field;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly kind: "wrong"; readonly field: Field; readonly problem: ValueProblem }
  /** A rule of the entity that must hold, or a field that may not be empty as it stands. */
  | { readonly kind: "unmet"; readonly field: Field | undefined; readonly message: Texts | null }
  | { readonly kind: "holds"; readonly count: number }
  | { readonly kind: "comment"; readonly missing: boolean }
  | { readonly kind: "end"; readonly how: "done" | "refused" | "not-offered" };

type Texts = Readonly<Record<string, string>>;

export interface Trial {
  readonly model: Model;
  readonly practice: PracticeRecords;
  readonly asker: Asker;
  readonly action: Action;
  /** The record that it is done to, or that it copies; none for a new one. */
  readonly record: string | null;
  /** What is typed into its form. */
  readonly typed: Values;
  readonly comment: string;
}

const FRESH = "00000000-0000-7000-8000-0000000000ff";

export function run(trial: Trial): readonly Step[] {
  const { model, action, record } = trial;
  const entity = findEntity(model, action.entity);
  if (!entity) return [];
  const known = valuesOf(trial.practice, entity.id, record);
  const offered = isOffered(trial, known);
  if (!offered.met) return [offered, { kind: "end", how: "not-offered" }];
  if (action.kind === "delete") return [offered, { kind: "end", how: "done" }];
  return [offered, ...written(trial, entity, known)];
}

function isOffered(trial: Trial, values: Values): Step & { kind: "offered" } {
  const { action } = trial;
  if (action.kind === "create") return { kind: "offered", by: "always", met: true };
  if (action.when) {
    const value = values[action.when.field];
    const met = typeof value === "string" && action.when.oneOf.includes(value);
    if (!met || !action.availableWhen) return { kind: "offered", by: "when", met };
  }
  if (!action.availableWhen) return { kind: "offered", by: "always", met: true };
  const condition = action.availableWhen as unknown as RuleCondition;
  const met = rulesOf(trial, values).holds(action.entity, condition, subjectOf(trial, values)) === true;
  return { kind: "offered", by: "rule", met };
}

function written(trial: Trial, entity: Entity, known: Values): readonly Step[] {
  const { action, comment } = trial;
  const fields = fieldsOf(entity);
  const changed = (kind: "begun" | "typed" | "set" | "computed", before: Values, after: Values) =>
    Object.keys(after).flatMap((id): Step[] => {
      const field = fields.get(id);
      const alike = same(before[id] ?? null, after[id] ?? null);
      return field && !alike ? [{ kind, field, before: before[id] ?? null, after: after[id] ?? null }] : [];
    });
  const { person: me, now = "", timeZone } = trial.asker;
  const setter = { me, now, timeZone, comment: comment || null };
  const settings = settingValues(trial.model, entity.id, action.settings, setter);
  // A form begins with what its action sets, and whoever fills it in has the last word.
  const opened = action.kind === "edit" ? { ...known, ...settings } : known;
  const begun =
    action.kind === "create" ? { ...begunOf(trial, entity), ...settings, ...copyOf(trial, known) } : opened;
  const typed = { ...begun, ...trial.typed };
  const set = action.kind === "step" ? { ...typed, ...settings } : typed;
  const rules = rulesOf(trial, set);
  const whole = { ...rules.computed(entity.id, subjectOf(trial, set)) };
  const lacksComment = action.comment === "required" && comment.trim() === "";
  const wrong = [...wrongOf(trial, entity, whole), ...unmetOf(rules, trial, entity, whole)];
  const refused = wrong.length > 0 || lacksComment;
  return [
    ...changed("begun", action.kind === "create" ? {} : known, begun),
    ...changed("typed", begun, typed),
    ...(action.comment === "none" ? [] : [{ kind: "comment", missing: lacksComment } as const]),
    ...changed("set", typed, set),
    ...changed("computed", set, whole),
    ...wrong,
    ...(wrong.length === 0 && entity.validities.length > 0
      ? [{ kind: "holds", count: entity.validities.length } as const]
      : []),
    { kind: "end", how: refused ? "refused" : "done" },
  ];
}

function copyOf(trial: Trial, known: Values): Values {
  const { action, model, record } = trial;
  const entity = findEntity(model, action.entity);
  if (!action.copies || !record || !entity) return {};
  const asked = action.fields.filter(({ readOnly }) => !readOnly).map(({ field }) => field);
  return copiedFrom(action, fieldsOf(entity), asked, rulesOf(trial, known), { id: record, values: known });
}

function begunOf(trial: Trial, entity: Entity): Values {
  const plain = entity.fields.filter((field) => (field.default ?? null) !== null && !field.readOnly);
  const fallback = Object.fromEntries(plain.map((field) => [field.id, field.default]));
  return { ...fallback, ...rulesOf(trial, fallback).begun(entity.id, {}, fallback) };
}

/** What no record may hold: asked of the form's fields as the form asks, of the others as the model does. */
function wrongOf({ action }: Trial, entity: Entity, values: Values): readonly Step[] {
  return entity.fields.flatMap((field): Step[] => {
    const shown = action.fields.find((one) => one.field === field.id);
    const given = field.type === "auto_number" || (field.computed ?? null) !== null;
    if (given) return [];
    const rule = {
      ...field,
      required: shown?.required ?? field.required,
      maxLength: shown?.maxLength ?? field.maxLength,
    };
    const problem = validate((values[field.id] ?? null) as Value, rule);
    return problem ? [{ kind: "wrong", field, problem }] : [];
  });
}

function unmetOf(rules: RecordRules, trial: Trial, entity: Entity, values: Values): readonly Step[] {
  const fields = fieldsOf(entity);
  return rules.unmet(entity.id, subjectOf(trial, values)).map(({ field, message }) => ({
    kind: "unmet",
    field: fields.get(field ?? ""),
    message: message as Texts | null,
  }));
}

function subjectOf({ action, record }: Trial, values: Values) {
  return { id: (action.kind !== "create" && record) || FRESH, values };
}

/** The rules of the model over practice records, the one in hand as it stands now. */
function rulesOf(trial: Trial, inHand: Values): RecordRules {
  const { model, practice, asker, action, record } = trial;
  const own = (action.kind !== "create" && record) || FRESH;
  const rowsOf = (entity: string) => practice.put.find((one) => one.entity === entity)?.rows ?? [];
  return new RecordRules(
    model,
    {
      lookup: (entity, id) =>
        entity === action.entity && id === own ? inHand : valuesOf(practice, entity, id, null),
      lines: (entity, parent, id) =>
        rowsOf(entity)
          .map(([line, , values]) => ({ id: line, values: values as Values }))
          .filter(({ values }) => values[parent] === id),
    },
    asker,
    (entity, id) => entity === action.entity && id === own,
  );
}

function valuesOf(practice: PracticeRecords, entity: string, id: string | null): Values;
function valuesOf(practice: PracticeRecords, entity: string, id: string, otherwise: null): Values | undefined;
function valuesOf(practice: PracticeRecords, entity: string, id: string | null, otherwise?: null) {
  const row = practice.put.find((one) => one.entity === entity)?.rows.find(([one]) => one === id);
  return row ? (row[2] as Values) : otherwise === null ? undefined : {};
}
