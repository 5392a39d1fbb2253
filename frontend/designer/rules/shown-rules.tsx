/**
 * The rules of a placed field: when it shows, and in a form when it must or may be filled.
 */
import type { ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import { RuleProperty } from "./rule-property";

interface ShownRulesProps {
  readonly shown: ShownField;
  readonly entity: string;
  readonly form: boolean;
}

export function ShownRules({ shown, entity, form }: ShownRulesProps) {
  const shared = { entity, result: "condition" } as const;
  return (
    <>
      <RuleProperty
        of="visibleWhen"
        label={t("designer.visible_when")}
        value={shown.visibleWhen}
        {...shared}
      />
      {form && (
        <>
          <RuleProperty
            of="requiredWhen"
            label={t("designer.required_when")}
            value={shown.requiredWhen}
            {...shared}
          />
          <RuleProperty
            of="readOnlyWhen"
            label={t("designer.read_only_when")}
            value={shown.readOnlyWhen}
            {...shared}
          />
        </>
      )}
    </>
  );
}
