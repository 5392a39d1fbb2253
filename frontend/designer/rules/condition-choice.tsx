/**
 * A condition by choosing among the simple ones, or by a formula; a tree that is more than simple is a formula.
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import type { Selected } from "../editor";
import { useTarget, wrongAt } from "../inspector/target";
import { Late } from "../late";
import {
  type Chosen,
  type Condition,
  conditionOf,
  offered,
  type SimpleCondition,
  simpleOf,
} from "../simple-conditions";
import { said } from "../words";
import { loadRuleControl } from "./load-rule-control";

interface ConditionChoiceProps {
  readonly label: ComponentChildren;
  /** The label as plain words, for the sheet. */
  readonly named: string;
  readonly help?: string;
  readonly entity: Entity;
  readonly condition: Condition;
  /** What no condition is called. */
  readonly none: string;
  readonly result: "condition" | "filter";
  readonly place: Selected;
  readonly onWrite: (condition: Condition) => void;
}

const FORMULA = "formula";

export function ConditionChoice(props: ConditionChoiceProps) {
  const { label, named, help, entity, condition, none, result, place, onWrite } = props;
  const { editor } = useTarget();
  const [wanted, setWanted] = useState(false);
  const now = simpleOf(condition, entity);
  const all = offered(entity);
  const byFormula = wanted || now.kind === "other";
  const choose = (key: string) => {
    setWanted(key === FORMULA);
    const chosen = all.find((one) => keyOf(one) === key);
    if (chosen) onWrite(conditionOf(chosen));
  };
  const wrong = wrongAt(editor, place.document, place.path);
  const options = all.map((one) => ({ value: keyOf(one), label: wordsOf(one, entity, none) }));
  return (
    <>
      <FormField label={label} help={help} error={wrong}>
        <Select
          value={byFormula ? FORMULA : keyOf(now)}
          onInput={choose}
          options={[...options, { value: FORMULA, label: t("designer.rule.formula_option") }]}
        />
      </FormField>
      {!byFormula && now.kind === "choice" && (
        <Choices entity={entity} now={now} none={none} onPut={(one) => onWrite(conditionOf(one))} />
      )}
      {byFormula && (
        <Late
          load={loadRuleControl}
          props={{ editor, label: named, rule: condition, entity: entity.id, result, place, onWrite }}
        />
      )}
    </>
  );
}

interface ChoicesProps {
  readonly entity: Entity;
  readonly now: Extract<SimpleCondition, { readonly kind: "choice" }>;
  readonly none: string;
  readonly onPut: (chosen: Chosen) => void;
}

function Choices({ entity, now, none, onPut }: ChoicesProps) {
  const choices = entity.fields.find(({ id }) => id === now.field)?.choices ?? [];
  return (
    <FormField label={<span class="ui-hidden">{wordsOf(now, entity, none)}</span>} group>
      {choices.map(({ id, label }) => (
        <Checkbox
          key={id}
          label={said(label) || id}
          checked={now.oneOf.includes(id)}
          disabled={now.oneOf.length === 1 && now.oneOf[0] === id}
          onChange={(on) =>
            onPut({ ...now, oneOf: on ? [...now.oneOf, id] : now.oneOf.filter((one) => one !== id) })
          }
        />
      ))}
    </FormField>
  );
}

function wordsOf(one: Chosen, entity: Entity, none: string): string {
  if (one.kind === "all") return none;
  if (one.kind !== "choice" && one.kind !== "yes") return t(`designer.condition.${one.kind}`);
  const field = said(entity.fields.find(({ id }) => id === one.field)?.label) || one.field;
  return t(`designer.condition.${one.kind}`, { field });
}

function keyOf(condition: SimpleCondition): string {
  return "field" in condition ? `${condition.kind}/${condition.field}` : condition.kind;
}
