/**
 * A form as its action begins it, or as a draft goes on with it.
 */
import { controls } from "../../fields/controls";
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
  /** The record is being made. */
  readonly fresh: boolean;
  /** What was typed before, when it goes on from a draft. */
  readonly typed?: TypedForm;
  readonly reading: Reading;
  readonly rules?: FormRules | undefined;
}

export function openedForm({ fields, lines = [], values, fresh, typed, reading, rules }: Opened): WholeForm {
  const before = typed && { typed };
  const ruled = rules && { ruled: (form: FormState) => rules.ofHead(form) };
  const head = new FormState({ fields, controls, reading, values, ...before, ...ruled });
  const sets = lines.map((set) => {
    const own = typed?.lines?.[set.id];
    return new LineForms({ set, controls, reading, fresh, rules, ...(own && { typed: own }) });
  });
  const form = new WholeForm(head, sets);
  rules?.follow(form);
  return form;
}
