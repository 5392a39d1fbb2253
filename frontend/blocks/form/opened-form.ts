/**
 * A form as its action begins it, or as a draft goes on with it.
 */
import { controls } from "../../fields/controls";
import type { Edits } from "../../local/editing";
import type { DraftField, DraftLines, TypedForm } from "../../local/form-drafts";
import type { Values } from "../../shared/json";
import type { Reading } from "../../values/types";
import type { FormRules } from "./form-rules";
import { FormState } from "./form-state";
import { LineForms } from "./line-forms";
import { WholeForm } from "./whole-form";

interface Opened {
  readonly fields: readonly DraftField[];
  readonly lines?: readonly DraftLines[] | undefined;
  /** What the fields hold at first. */
  readonly values: Values;
  /** What the form itself sets in a record when it opens. */
  readonly begins?: Edits | undefined;
  /** The record is being made. */
  readonly fresh: boolean;
  /** What was typed before, when it goes on from a draft. */
  readonly typed?: TypedForm;
  readonly reading: Reading;
  readonly rules?: FormRules | undefined;
}

export function openedForm(opened: Opened): WholeForm {
  const { fields, lines = [], values, begins, fresh, typed, reading, rules } = opened;
  const before = typed && { typed };
  const ruled = rules && { ruled: (form: FormState) => rules.ofHead(form) };
  const head = new FormState({ fields, controls, reading, values, begins, ...before, ...ruled });
  const sets = lines.map((set) => {
    const own = typed?.lines?.[set.id];
    return new LineForms({ set, controls, reading, fresh, rules, ...(own && { typed: own }) });
  });
  const form = new WholeForm(head, sets);
  rules?.follow(form);
  return form;
}
