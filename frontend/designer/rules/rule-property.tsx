/**
 * A rule among the properties of a panel: a condition by choosing or by a formula, a value by a formula.
 */
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import type { Path } from "../document";
import { useTarget, write, wrongAt } from "../inspector/target";
import { Late } from "../late";
import { entityOf } from "../model-view";
import { ConditionChoice } from "./condition-choice";
import { loadRuleControl } from "./load-rule-control";

export type RuleDocument = Readonly<Record<string, unknown>>;

/** What a rule must come to: yes or no, what a list can ask the office, or a value of a field. */
export type RuleResult = "condition" | "filter" | Field;

interface RulePropertyProps {
  readonly of: string;
  readonly label: string;
  readonly help?: string;
  readonly value: RuleDocument | null | undefined;
  /** The entity whose records the rule is asked of. */
  readonly entity: string;
  readonly result: RuleResult;
  /** The object inside the target that has the key. */
  readonly inside?: Path;
}

export function RuleProperty({ of, label, help, value, entity, result, inside = [] }: RulePropertyProps) {
  const target = useTarget();
  const { editor, document } = target;
  const path = [...target.path, ...inside, of];
  const place = { document, path };
  const holder = entityOf(editor.whole.value.model, entity);
  const onWrite = (rule: RuleDocument | null) => write(target, of, rule, inside);
  const rule = value ?? null;
  if (holder && typeof result === "string") {
    const none = t(result === "filter" ? "designer.condition.all" : "designer.rule.none");
    return (
      <ConditionChoice
        label={label}
        named={t("designer.rule.title", { name: target.name, label })}
        entity={holder}
        condition={rule}
        {...{ help, none, result, place, onWrite }}
      />
    );
  }
  return (
    <FormField label={label} help={help} group error={wrongAt(editor, document, path)}>
      <Late
        load={loadRuleControl}
        props={{ editor, label, name: target.name, rule, entity, result, place, onWrite }}
      />
    </FormField>
  );
}
