/**
 * The one condition of a step: a choice field holds one of some choices.
 */
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { entityOf } from "../model-view";
import { said } from "../words";
import { SelectProperty } from "./properties";
import { useTarget, write } from "./target";

export function WhenProperty({ action }: { readonly action: Action }) {
  const target = useTarget();
  const fields = (entityOf(target.editor.whole.value.model, action.entity)?.fields ?? []).filter(
    ({ type, several }) => type === "choice" && !several,
  );
  const { when } = action;
  const choices = fields.find(({ id }) => id === when?.field)?.choices ?? [];
  const first = (id: string) => fields.find((field) => field.id === id)?.choices[0]?.id;
  const choose = (field: string | null) => {
    const choice = field && first(field);
    write(target, "when", choice ? { field, oneOf: [choice] } : null);
  };
  const toggle = (choice: string, on: boolean) => {
    if (!when) return;
    const oneOf = on ? [...when.oneOf, choice] : when.oneOf.filter((one) => one !== choice);
    if (oneOf.length > 0) write(target, "oneOf", oneOf, ["when"]);
  };
  return (
    <>
      <SelectProperty
        of="when"
        label={t("designer.when")}
        value={when?.field ?? null}
        options={fields.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
        none={t("designer.when_always")}
        onChange={choose}
      />
      {when && (
        <FormField label={t("designer.when_one_of")} group>
          {choices.map(({ id, label }) => (
            <Checkbox
              key={id}
              label={said(label) || id}
              checked={when.oneOf.includes(id)}
              disabled={when.oneOf.length === 1 && when.oneOf[0] === id}
              onChange={(on) => toggle(id, on)}
            />
          ))}
        </FormField>
      )}
    </>
  );
}
