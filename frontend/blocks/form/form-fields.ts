/**
 * Which fields the form of an action has, and what they hold when it opens. Pure.
 */
import type { RuleCondition } from "../../expressions/rule-tree";
import { type Edits, edited } from "../../local/editing";
import type { DraftLines } from "../../local/form-drafts";
import type { LocalRecord } from "../../local/record";
import { type Setter, settingValues } from "../../local/steps";
import type { Action, Field, ShownField } from "../../protocol";
import type { Values } from "../../shared/json";
import { isNumbered } from "../../values/auto-number";
import type { Lens } from "../lens";
import type { FormField } from "./form-state";

const NONE: ReadonlySet<string> = new Set();

/**
 * The fields that a form shows: those of the action, as far as the entity still has them.
 *
 * @param fixed fields that this user does not change, whatever the action says
 */
export function fieldsOf(
  lens: Lens,
  action: Action,
  fixed: ReadonlySet<string> = NONE,
): readonly FormField[] {
  const { id, kind, entity, fields } = action;
  return placedFields(lens, entity, fields, { node: `actions/${id}`, fresh: kind === "create", fixed });
}

/**
 * The lines of an action's form, as far as the model still has them.
 *
 * @param fixedOf fields of an entity that this user does not change
 */
export function linesOf(
  lens: Lens,
  { id: action, lines }: Action,
  fixedOf: (entity: string) => ReadonlySet<string> = () => NONE,
): readonly DraftLines[] {
  // A phone may hold metadata from before there were lines
  return (lines ?? []).flatMap((set) => {
    const holder = lens.entity(set.entity);
    if (!holder || !lens.field(set.entity, set.parent)) return [];
    const { id, entity, parent, least, most } = set;
    const node = `actions/${action}/lines/${id}`;
    const shown = set.fields.filter(({ field }) => field !== parent);
    const fields = placedFields(lens, entity, shown, { node, fresh: true, fixed: fixedOf(entity) });
    const words = { label: lens.text(set.label) || lens.text(holder.plural), one: lens.text(holder.label) };
    return { id, node, entity, parent, least, most, ...words, fields, start: defaultsOf(lens, entity) };
  });
}

interface Placing {
  /** The node of the document that they stand in. */
  readonly node: string;
  /** The record is being made. */
  readonly fresh: boolean;
  readonly fixed: ReadonlySet<string>;
}

/** A form asks for as much as the model does, or more. */
function placedFields(
  lens: Lens,
  entity: string,
  fields: readonly ShownField[],
  { node, fresh, fixed }: Placing,
): readonly FormField[] {
  return fields.flatMap((shown) => {
    const field = lens.field(entity, shown.field);
    if (!field || (isNumbered(field) && fresh)) return [];
    return {
      node: `${node}/fields/${shown.id}`,
      field: tightened(field, shown),
      label: lens.text(shown.label) || lens.text(field.label),
      help: lens.text(shown.help) || lens.text(field.help),
      readOnly: shown.readOnly || field.readOnly || fixed.has(field.id) || isGiven(field),
      ...(shown.hidden && { hidden: true }),
      ...(shown.lookup && { lookup: shown.lookup }),
      ...whenOf(shown),
    };
  });
}

/** Whether the office gives it, whoever fills in the form. */
function isGiven(field: Field): boolean {
  return isNumbered(field) || (field.computed ?? null) !== null;
}

function whenOf({ visibleWhen, requiredWhen, readOnlyWhen }: ShownField): Pick<FormField, "when"> {
  const when = {
    ...(visibleWhen && { visible: visibleWhen as RuleCondition }),
    ...(requiredWhen && { required: requiredWhen as RuleCondition }),
    ...(readOnlyWhen && { readOnly: readOnlyWhen as RuleCondition }),
  };
  return Object.keys(when).length > 0 ? { when } : {};
}

function tightened(field: Field, { required, maxLength, negative }: ShownField): Field {
  const lengths = [field.maxLength, maxLength].filter((length) => typeof length === "number");
  const positive = negative === false && !(Number(field.minimum) > 0);
  return {
    ...field,
    required: field.required || (required ?? false),
    maxLength: lengths.length > 0 ? Math.min(...lengths) : null,
    ...(positive && { minimum: field.type === "integer" ? 0 : "0" }),
  };
}

export interface Opening {
  readonly me: string;
  /** UTC instant. */
  readonly now: string;
  readonly timeZone: string;
  /** The lookup that the record on show fills, and its id. */
  readonly parent?: { readonly field: string; readonly record: string };
  /** What it takes over from the record that it copies. */
  readonly copied?: Values;
}

/** What a new record holds when its form opens: defaults, then the action's settings, then the record on show. */
export function startOf(lens: Lens, action: Action, { parent, copied, ...by }: Opening): Values {
  const set = settingValues(lens.metadata.model, action.entity, action.settings, { ...by, comment: null });
  const values: Record<string, unknown> = { ...defaultsOf(lens, action.entity), ...set, ...copied };
  if (parent) values[parent.field] = parent.record;
  // A box that must be answered says no until it is ticked.
  for (const { field } of fieldsOf(lens, action)) {
    if (field.type === "yes_no" && field.required) values[field.id] ??= false;
  }
  return values;
}

/**
 * What the form over a record sets when it opens.
 *
 * @param fixed fields that this user does not change
 */
export function begunEdits(
  lens: Lens,
  { entity, settings }: Action,
  record: LocalRecord,
  { by, fixed }: { readonly by: Omit<Setter, "comment">; readonly fixed: ReadonlySet<string> },
): Edits {
  const set = settingValues(lens.metadata.model, entity, settings, { ...by, comment: null });
  return Object.entries(set)
    .filter(([field]) => !fixed.has(field))
    .reduce<Edits>((edits, [field, value]) => edited(edits, record, field, value), {});
}

/** The fields that the form of a new record sets by itself, whatever the model's defaults are. */
export function setBy({ settings }: Action, { parent, copied = {} }: Partial<Opening>): ReadonlySet<string> {
  return new Set([
    ...settings.map(({ field }) => field),
    ...(parent ? [parent.field] : []),
    ...Object.keys(copied),
  ]);
}

/** What a new record holds by its model alone. */
export function defaultsOf(lens: Lens, entity: string): Values {
  const fields = lens.entity(entity)?.fields ?? [];
  const defaults = fields.filter((field) => (field.default ?? null) !== null && !field.readOnly);
  return Object.fromEntries(defaults.map((field) => [field.id, field.default]));
}
