/**
 * Which records a list or one of its views shows: by choosing, or by a formula.
 */
import type { ComponentChildren } from "preact";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import { setProperty } from "../commands/nodes";
import type { Path } from "../document";
import { ConditionChoice } from "../rules/condition-choice";
import type { Condition } from "../simple-conditions";
import { useTarget } from "./target";

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
  return (
    <ConditionChoice
      label={label}
      named={t("designer.condition.named", { name })}
      entity={entity}
      condition={condition}
      none={t("designer.condition.all")}
      result="filter"
      place={{ document: "workspace", path: [...path, "condition"] }}
      onWrite={(wanted) =>
        editor.run(setProperty(editor.documents, "workspace", path, "condition", wanted, name))
      }
    />
  );
}
