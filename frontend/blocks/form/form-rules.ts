/**
 * The rules of a form while someone fills it in, asked of what it holds as typed: its record and its lines together.
 *
 * What the form holds stands over what is on the phone, so a sum counts the line that is being typed. The verdict is
 * the office's, in the office's words; what this phone cannot tell is left to the office.
 */
import type { Asker } from "../../expressions/asker";
import type { RuleCondition } from "../../expressions/rule-tree";
import type { Subject } from "../../expressions/rules";
import type { DraftLines } from "../../local/form-drafts";
import { textIn } from "../../metadata/find";
import { hasRules, RecordRules, type Unmet } from "../../metadata/record-rules";
import type { Field } from "../../protocol";
import type { Values } from "../../shared/json";
import type { Lens } from "../lens";
import type { RecordSource } from "../record-values";
import type { FormField, FormProblem, FormRemark, FormState, Verdict } from "./form-state";
import type { WholeForm } from "./whole-form";

export interface FormRulesParts {
  readonly lens: Lens;
  readonly asker: Asker;
  readonly records: RecordSource;
  readonly entity: string;
  readonly record: string;
  /** The record is being made. */
  readonly fresh: boolean;
}

/** Return the rules of a form; undefined where nothing on it has any, so that it costs nothing. */
export function rulesOfForm(
  parts: FormRulesParts,
  fields: readonly FormField[],
  lines: readonly DraftLines[],
): FormRules | undefined {
  const entities = [parts.entity, ...lines.map(({ entity }) => entity)];
  const shown = [...fields, ...lines.flatMap((set) => set.fields)];
  const ruled = entities.some((id) => {
    const entity = parts.lens.entity(id);
    return entity !== undefined && hasRules(entity);
  });
  return ruled || shown.some(({ when }) => when !== undefined) ? new FormRules(parts) : undefined;
}

export class FormRules {
  readonly #parts: FormRulesParts;
  readonly #rules: RecordRules;
  #form: WholeForm | undefined;

  constructor(parts: FormRulesParts) {
    this.#parts = parts;
    const { lens, asker, records } = parts;
    const around = {
      lookup: (entity: string, id: string) => this.#own(entity, id) ?? records.get(entity, id)?.values,
      lines: (entity: string, parent: string, id: string) => this.#lines(entity, parent, id),
    };
    const isOwn = (entity: string, id: string) => this.#own(entity, id) !== undefined;
    this.#rules = new RecordRules(lens.metadata.model, around, asker, isOwn);
  }

  /** From now on ask this form for what it holds. */
  follow(form: WholeForm): void {
    this.#form = form;
  }

  /** What rules say of the form's record. */
  ofHead(form: FormState): Verdict {
    const { entity, record, fresh } = this.#parts;
    return this.#verdict(entity, form, { id: record, values: this.#whole(entity, form.values, fresh) });
  }

  /** What rules say of one of its lines. */
  ofLine({ entity, parent }: DraftLines, record: string, form: FormState, fresh: boolean): Verdict {
    const values = { ...form.values, [parent]: this.#parts.record };
    return this.#verdict(entity, form, { id: record, values: this.#whole(entity, values, fresh) });
  }

  /** What a line begins with that is added. */
  startOf({ entity, parent, start }: DraftLines): Values {
    const given = { [parent]: this.#parts.record };
    return { ...start, ...this.#rules.begun(entity, given, start) };
  }

  /** What a new record begins with, where `start` has what its form and its model say; `set`: what its form sets. */
  begun(start: Values, set: ReadonlySet<string>): Values {
    const given = Object.fromEntries(Object.entries(start).filter(([field]) => set.has(field)));
    return { ...start, ...this.#rules.begun(this.#parts.entity, given, start) };
  }

  /** What a rule makes of a record on this phone for a field; null where this phone cannot tell. */
  made(entity: string, rule: unknown, field: Field, record: Subject): unknown {
    return this.#rules.made(entity, rule, field, record);
  }

  #verdict(entity: string, form: FormState, subject: Subject): Verdict {
    const holds = (condition: RuleCondition | undefined) =>
      condition && this.#rules.holds(entity, condition, subject);
    const placed = form.placed;
    const among = (wanted: (field: FormField) => boolean) =>
      new Set(placed.filter(wanted).map(({ field }) => field.id));
    const needed = this.#rules.needed(entity, subject);
    const hidden = among(({ when }) => holds(when?.visible) === false);
    const required = among(({ field, when }) => needed.has(field.id) || holds(when?.required) === true);
    const readOnly = among(
      ({ field, when }) => (field.computed ?? null) !== null || holds(when?.readOnly) === true,
    );
    const problems = new Map<string, FormProblem>();
    const shown = placed.filter(({ field, hidden: kept }) => !kept && !hidden.has(field.id));
    const remarks = new Map<string, FormRemark>();
    for (const unmet of this.#rules.unmet(entity, subject)) {
      // A field on the form that may not be empty is told so by itself.
      if (unmet.message === null && shown.some(({ field }) => field.id === unmet.id)) continue;
      const at = placeOf(unmet, shown);
      if (at === undefined) continue;
      if (unmet.severity === "error") {
        if (!problems.has(at)) problems.set(at, this.#problem(entity, unmet));
      } else if (unmet.message && !remarks.has(at)) {
        const text = textIn(unmet.message, this.#parts.lens.language);
        remarks.set(at, { severity: unmet.severity, text });
      }
    }
    const computed = this.#rules.computed(entity, subject);
    return { computed, hidden, required, readOnly, problems, remarks };
  }

  #problem(entity: string, { id, message }: Unmet): FormProblem {
    const { lens } = this.#parts;
    if (message) return { code: "unmet-rule", arguments: { message: textIn(message, lens.language) } };
    return { code: "needed", arguments: { field: lens.text(lens.field(entity, id)?.label) || id } };
  }

  /** A new record also has what the office will fill in. */
  #whole(entity: string, values: Values, fresh: boolean): Values {
    if (!fresh) return values;
    const fields = this.#parts.lens.entity(entity)?.fields ?? [];
    const filled = fields.filter((field) => (field.default ?? null) !== null && !(field.id in values));
    return { ...Object.fromEntries(filled.map((field) => [field.id, field.default])), ...values };
  }

  /** What the form holds of a record: its own, or one of its lines. */
  #own(entity: string, id: string): Values | undefined {
    const { entity: head, record, fresh } = this.#parts;
    if (entity === head && id === record)
      return this.#form && this.#whole(head, this.#form.head.values, fresh);
    for (const { set, lines } of this.#form?.lines ?? []) {
      const line = set.entity === entity ? lines.find((one) => one.record === id) : undefined;
      if (line) return { ...line.form.values, [set.parent]: record };
    }
    return undefined;
  }

  #lines(entity: string, parent: string, id: string): readonly Subject[] {
    const { entity: head, record, records, lens } = this.#parts;
    const ofHead = id === record && lens.field(entity, parent)?.target === head;
    const set = ofHead
      ? this.#form?.lines.find(({ set }) => set.entity === entity && set.parent === parent)
      : undefined;
    if (set) {
      return set.lines.map(({ record: line, form }) => {
        return { id: line, values: { ...form.values, [parent]: record } };
      });
    }
    return records.list(entity).filter(({ values, state }) => values[parent] === id && state !== "deleted");
  }
}

/** Where an unmet rule is said: at its field, at one that it reads, or at the first of the form. */
function placeOf({ field, reads }: Unmet, shown: readonly FormField[]): string | undefined {
  const ids = shown.map((one) => one.field.id);
  const own = field !== null && ids.includes(field) ? field : undefined;
  return own ?? ids.find((id) => reads.has(id)) ?? ids[0];
}
