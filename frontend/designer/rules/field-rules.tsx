/**
 * The rules of a field of the model: what it is always computed by, what it begins with, when it must be filled.
 */
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { isNumbered } from "../../values/auto-number";
import type { FieldType } from "../field-looks";
import { RuleProperty } from "./rule-property";

/** No rule makes values of these. */
const UNMADE: ReadonlySet<FieldType> = new Set(["image", "position"]);

interface FieldRulesProps {
  readonly entity: Entity;
  readonly field: Field;
}

/** A field that is always computed has neither a beginning nor a need to be filled. */
export function FieldRules({ entity, field }: FieldRulesProps) {
  if (isNumbered(field)) return null;
  const made = !UNMADE.has(field.type) && !field.several;
  const shared = { entity: entity.id, result: field } as const;
  const computable = made && (field.type !== "lookup" || field.computed);
  return (
    <>
      {computable && (
        <RuleProperty
          of="computed"
          label={t("designer.computed")}
          help={t("designer.computed_help")}
          value={field.computed}
          {...shared}
        />
      )}
      {made && (!field.computed || field.defaultRule) && (
        <RuleProperty
          of="defaultRule"
          label={t("designer.default_rule")}
          help={t("designer.default_rule_help")}
          value={field.defaultRule}
          {...shared}
        />
      )}
      {(!field.computed || field.requiredWhen) && (
        <RuleProperty
          of="requiredWhen"
          label={t("designer.required_when")}
          value={field.requiredWhen}
          {...shared}
          result="condition"
        />
      )}
    </>
  );
}
