/**
 * What is said of a draft: what it is, how far it is, what was typed. Pure.
 */
import { valuesMade } from "../../blocks/conditions";
import type { FormState } from "../../blocks/form/form-state";
import { openedForm } from "../../blocks/form/opened-form";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { Lens } from "../../blocks/lens";
import { titleOf } from "../../blocks/record-values";
import type { FormDraft } from "../../local/form-drafts";
import { t } from "../../shared/messages";
import { format } from "../../values/registry";
import type { Reading, Value } from "../../values/types";
import { written } from "../keeping/typed-text";
import { type Grounds, makesRecord, type Outlook } from "./outlook";

/** The form of a draft, to be looked at. */
export function formOf({ action, fields, lines, start, typed }: FormDraft, reading: Reading): WholeForm {
  return openedForm({ fields, lines, values: start, fresh: action.kind === "create", typed, reading });
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

/** The record that is edited, or a new one as far as its title is typed; empty where nothing names it. */
export function draftTitle(draft: FormDraft, form: WholeForm, grounds: Grounds): string {
  const { lens, records, reading } = grounds;
  const { entity } = draft.action;
  if (!makesRecord(draft)) {
    const known = records.get(entity, draft.record);
    return known ? titleOf(lens, known, reading) : "";
  }
  const field = lens.titleField(entity);
  if (field?.computed) {
    const values = { ...draft.start, ...form.head.values };
    const made = valuesMade(grounds, entity, { id: draft.record, values });
    return format((made[field.id] ?? null) as Value, field, reading);
  }
  const typed = field ? form.head.typed.peek().inputs[field.id] : "";
  return typeof typed === "string" ? typed : "";
}

/** Why a draft stays; null where it is ready. */
export function heldWords(
  { hindrance, missing, wrong }: Outlook,
  titled: (draft: string) => string,
): string | null {
  switch (hindrance?.kind) {
    case undefined:
      return null;
    case "unfinished": {
      const words = [
        missing.length > 0 && t("mobile.draft.missing", { fields: missing.join(", ") }),
        wrong.length > 0 && t("mobile.draft.wrong", { fields: wrong.join(", ") }),
      ];
      return words.filter(Boolean).join(" · ") || t("mobile.draft.held.unfinished");
    }
    case "away":
      return t("mobile.draft.held.away", { count: hindrance.count });
    case "parent":
      return t("mobile.draft.held.parent", { title: titled(hindrance.draft) });
    case "gone":
    case "online":
      return t(`mobile.draft.held.${hindrance.kind}`);
  }
}
