/**
 * Which records a list or one of its views shows, by choosing; a condition that is more than that is kept.
 */
import type { ComponentChildren } from "preact";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { setProperty } from "../commands/nodes";
import type { Path } from "../document";
import {
  type Chosen,
  type Condition,
  conditionOf,
  offered,
  type SimpleCondition,
  simpleOf,
} from "../simple-conditions";
import { said } from "../words";
import { useTarget, wrongAt } from "./target";

interface ConditionPropertyProps {
  readonly label: ComponentChildren;
  readonly entity: Entity;
  readonly condition: Condition;
  /** The node that has the condition, and what undo calls it. */
  readonly path: Path;
  readonly name: string;
}

export function ConditionProperty({ label, entity, condition, path, name }: ConditionPropertyProps) {
  const { editor } = useTarget();
  const now = simpleOf(condition, entity);
  const all = offered(entity);
  const put = (wanted: Chosen) =>
    editor.run(setProperty(editor.documents, "workspace", path, "condition", conditionOf(wanted), name));
  const words = (one: SimpleCondition) => {
    if (one.kind === "choice" || one.kind === "yes") {
      const field = said(entity.fields.find(({ id }) => id === one.field)?.label) || one.field;
      return t(`designer.condition.${one.kind}`, { field });
    }
    return t(`designer.condition.${one.kind}`);
  };
  return (
    <>
      <FormField label={label} error={wrongAt(editor, "workspace", [...path, "condition"])}>
        <Select
          value={keyOf(now)}
          onInput={(key) => {
            const wanted = all.find((one) => keyOf(one) === key);
            if (wanted) put(wanted);
          }}
          options={(now.kind === "other" ? [...all, now] : all).map((one) => ({
            value: keyOf(one),
            label: words(one),
          }))}
        />
      </FormField>
      {now.kind === "choice" && (
        <FormField label={<span class="ui-hidden">{words(now)}</span>} group>
          {(entity.fields.find(({ id }) => id === now.field)?.choices ?? []).map(({ id, label: text }) => (
            <Checkbox
              key={id}
              label={said(text) || id}
              checked={now.oneOf.includes(id)}
              disabled={now.oneOf.length === 1 && now.oneOf[0] === id}
              onChange={(on) =>
                put({ ...now, oneOf: on ? [...now.oneOf, id] : now.oneOf.filter((one) => one !== id) })
              }
            />
          ))}
        </FormField>
      )}
    </>
  );
}

function keyOf(condition: SimpleCondition): string {
  return "field" in condition ? `${condition.kind}/${condition.field}` : condition.kind;
}
