/**
 * A change taken apart into forms, one for each record that it makes or sets, and put together again. Pure.
 */
import { fieldsOf, linesOf } from "../../blocks/form/form-fields";
import { type FormField, FormState } from "../../blocks/form/form-state";
import type { Lens } from "../../blocks/lens";
import { controls } from "../../fields/controls";
import type { FieldEdit } from "../../local/editing";
import type { OutboxEntry } from "../../local/outbox-entry";
import type { Replica } from "../../local/replica";
import type { Act, CreateAct, SetAct, Workspace } from "../../protocol";
import type { Values } from "../../shared/json";
import type { Reading } from "../../values/types";
import { typedInChange } from "../keeping/typed-text";

/** An act that somebody filled in a form for. */
export type FormedAct = CreateAct | SetAct;

export interface Part {
  readonly act: FormedAct;
  readonly form: FormState;
}

export function partsOf(
  lens: Lens,
  reading: Reading,
  replica: Replica,
  entry: OutboxEntry,
  workspace: Workspace,
): readonly Part[] {
  return entry.acts.flatMap((act) => {
    if (act.kind !== "create" && act.kind !== "set") return [];
    const fixed = replica.readOnly(act.entity, act.kind === "set" ? "edit" : "create");
    const fields = formOf(lens, act, entry, workspace, fixed);
    return { act, form: new FormState({ fields, controls, reading, values: valuesOf(act) }) };
  });
}

export function valuesOf(act: FormedAct): Values {
  if (act.kind === "create") return act.values;
  return Object.fromEntries(Object.entries(act.edits).map(([field, { value }]) => [field, value]));
}

/** Return the act with what its form holds now. */
export function withValues(act: FormedAct, values: Values): Act {
  if (act.kind === "create") {
    const filled = Object.entries(values).filter(([, value]) => (value ?? null) !== null);
    return { ...act, values: Object.fromEntries(filled) };
  }
  const edits = Object.entries(act.edits).map(([field, edit]): [string, FieldEdit] => {
    return [field, { ...edit, value: values[field] ?? null }];
  });
  return { ...act, edits: Object.fromEntries(edits) };
}

/** What was typed into one record, as text that can be taken elsewhere. */
export function typedInPart({ act, form }: Part, lens: Lens, reading: Reading): string {
  return typedInChange(act.entity, { ...valuesOf(act), ...form.values }, lens, reading);
}

/** What was typed into fields that this person does not see any more: it is his all the same. */
export function outOfSight(act: FormedAct, lens: Lens, reading: Reading): string {
  const others = Object.entries(valuesOf(act)).filter(([field]) => !lens.field(act.entity, field));
  return typedInChange(act.entity, Object.fromEntries(others), lens, reading);
}

/** The fields of the action that made the change, or of its lines; those that it does not show come after them. */
function formOf(
  lens: Lens,
  act: FormedAct,
  { source }: OutboxEntry,
  workspace: Workspace,
  fixed: ReadonlySet<string>,
): readonly FormField[] {
  const action = source ? lens.action(workspace, source.action) : undefined;
  const lines = action && linesOf(lens, action, () => fixed).find(({ entity }) => entity === act.entity);
  const shown = action?.entity === act.entity ? fieldsOf(lens, action, fixed) : (lines?.fields ?? []);
  const changed = Object.keys(valuesOf(act));
  const offered = act.kind === "create" ? shown : shown.filter(({ field }) => changed.includes(field.id));
  if (offered.length > 0) return offered;
  return changed.flatMap((name) => {
    const field = lens.field(act.entity, name);
    if (!field) return [];
    return {
      node: "",
      field,
      label: lens.text(field.label),
      help: lens.text(field.help),
      readOnly: field.readOnly || fixed.has(field.id),
    };
  });
}
