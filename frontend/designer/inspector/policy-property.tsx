/**
 * What becomes of a field that two people have changed: a choice among what its type can have.
 */
import { type EntityPolicy, type Policy, policiesOf } from "../../metadata/policies";
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { choosePolicy } from "../commands/field-groups";
import { SelectProperty } from "./properties";
import { useTarget } from "./target";

const OF_ENTITY: readonly EntityPolicy[] = ["ask", "merge", "office", "device"];
const DATES: ReadonlySet<Field["type"]> = new Set(["date", "date_time"]);

export function PolicyProperty({ entity, field }: { readonly entity: Entity; readonly field: Field }) {
  const { editor } = useTarget();
  return (
    <SelectProperty
      of="policy"
      label={t("designer.policy")}
      help={t("designer.policy_help")}
      value={field.policy}
      options={policiesOf(field).map((value) => ({ value, label: words(value, field.type) }))}
      none={t("designer.policy_inherited", { policy: t(`designer.policy.${entity.policy}`) })}
      onChange={(policy) =>
        editor.run(choosePolicy(editor.documents, entity.id, field.id, policy as Policy | null))
      }
    />
  );
}

export function EntityPolicyProperty({ entity }: { readonly entity: Entity }) {
  return (
    <SelectProperty
      of="policy"
      label={t("designer.policy_entity")}
      help={t("designer.policy_entity_help")}
      value={entity.policy}
      options={OF_ENTITY.map((value) => ({ value, label: t(`designer.policy.${value}`) }))}
    />
  );
}

/** Of dates there is no larger and no smaller one. */
function words(policy: Policy, type: Field["type"]): string {
  if (policy === "greatest" && DATES.has(type)) return t("designer.policy.latest");
  if (policy === "least" && DATES.has(type)) return t("designer.policy.earliest");
  return t(`designer.policy.${policy}`);
}
