/**
 * What is said of a draft: what it is, how far it is, what was typed. Pure.
 */
import { FormState } from "../../blocks/form/form-state";
import type { Lens } from "../../blocks/lens";
import { controls } from "../../fields/controls";
import type { FormDraft } from "../../local/form-drafts";
import type { Reading } from "../../values/types";
import { written } from "../keeping/typed-text";

/** The form of a draft, to be looked at. */
export function formOf({ fields, start, typed }: FormDraft, reading: Reading): FormState {
  return new FormState({ fields, controls, reading, values: start, typed });
}

/** How many fields of a new record are still missing or wrong. */
export function lacking(draft: FormDraft, reading: Reading): number {
  if (draft.action.kind === "edit") return 0;
  const form = formOf(draft, reading);
  form.check();
  return form.problems.value.size;
}

/** Return what was typed, a line for each field, as text that can be taken elsewhere. */
export function typedIn(form: FormState, reading: Reading): string {
  const { inputs } = form.typed.peek();
  const lines = form.fields.filter(({ field: { id } }) => id in inputs);
  return lines
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
