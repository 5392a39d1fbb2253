/**
 * With which other fields a field is chosen as one, when two people have changed it.
 */
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { decideTogether, togetherWith } from "../commands/field-groups";
import { said } from "../words";
import { SelectProperty } from "./properties";
import { useTarget } from "./target";

export function TogetherProperty({ entity, field }: { readonly entity: Entity; readonly field: Field }) {
  const { editor } = useTarget();
  const together = togetherWith(entity, field);
  const names = together.map(named).join(", ");
  const others = entity.fields.filter(({ id, type }) => id !== field.id && type !== "auto_number");
  return (
    <SelectProperty
      of="group"
      label={t("designer.together")}
      help={names ? t("designer.together_with", { names }) : t("designer.together_help")}
      value={together[0]?.id ?? null}
      options={others.map((other) => ({ value: other.id, label: named(other) }))}
      none={t("designer.together_none")}
      onChange={(other) => editor.run(decideTogether(editor.documents, entity.id, field.id, other))}
    />
  );
}

function named({ id, label }: Field): string {
  return said(label) || id;
}
