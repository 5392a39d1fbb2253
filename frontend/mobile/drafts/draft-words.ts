/**
 * What is said of a draft: what it is, how far it is, what was typed. Pure.
 */
import type { FormState } from "../../blocks/form/form-state";
import { openedForm } from "../../blocks/form/opened-form";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { Lens } from "../../blocks/lens";
import type { FormDraft } from "../../local/form-drafts";
import type { Reading } from "../../values/types";
import { written } from "../keeping/typed-text";

/** The form of a draft, to be looked at. */
export function formOf({ action, fields, lines, start, typed }: FormDraft, reading: Reading): WholeForm {
  return openedForm({ fields, lines, values: start, fresh: action.kind === "create", typed, reading });
}

/** How many fields of a new record are still missing or wrong. */
export function lacking(draft: FormDraft, reading: Reading): number {
  if (draft.action.kind === "edit") return 0;
  const form = formOf(draft, reading);
  form.check();
  const forms = [form.head, ...form.lines.flatMap(({ lines }) => lines.map((line) => line.form))];
  return forms.reduce((count, { problems }) => count + problems.value.size, 0);
}

/** Return what was typed, a line for each field, as text that can be taken elsewhere. */
export function typedIn({ head, lines }: WholeForm, reading: Reading): string {
  const below = lines.flatMap(({ set, lines }) => {
    return lines.map(({ form }, at) => `${set.one} ${at + 1}\n${typedFields(form, reading)}`);
  });
  return [typedFields(head, reading), ...below].join("\n");
}

function typedFields(form: FormState, reading: Reading): string {
  const { inputs } = form.typed.peek();
  const typed = form.fields.filter(({ field: { id } }) => id in inputs);
  return typed
    .map(({ field, label }) => `${label}: ${written(form.values[field.id], field, reading)}`)
    .join("\n");
}

export interface DraftNames {
  /** What its action is called. */
  readonly action: string;
  readonly entity: string;
}

export function namesOf({ action }: FormDraft, lens: Lens | null): DraftNames {
  const entity = lens?.text(lens.entity(action.entity)?.label) || action.entity;
  return { action: lens?.text(action.label) || entity, entity };
}
