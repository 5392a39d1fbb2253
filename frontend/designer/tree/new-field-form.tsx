/**
 * The few questions about a new field: name, type, and what the type needs to know at once.
 */
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import type { NewField } from "../commands/entities";
import { FIELD_TYPES, type FieldType, typeWords } from "../field-looks";
import { said } from "../words";

interface NewFieldFormProps {
  readonly model: Model;
  readonly entity: string;
  readonly field: NewField;
  readonly onChange: (field: NewField) => void;
}

export function NewFieldForm({ model, entity, field, onChange }: NewFieldFormProps) {
  const targets = model.entities.filter(({ id }) => id !== entity);
  const type = (value: string) =>
    onChange({
      label: field.label,
      type: value as FieldType,
      ...(value === "lookup" && { target: targets.find(({ builtIn }) => !builtIn)?.id ?? "person" }),
    });
  return (
    <>
      <FormField label={t("designer.name")} required>
        <TextInput value={field.label} onInput={(label) => onChange({ ...field, label })} />
      </FormField>
      <FormField label={t("designer.type")}>
        <Select
          value={field.type}
          onInput={type}
          options={FIELD_TYPES.map((value) => ({ value, label: typeWords(value) }))}
        />
      </FormField>
      {field.type === "lookup" && (
        <FormField label={t("designer.target")}>
          <Select
            value={field.target ?? ""}
            onInput={(target) => onChange({ ...field, target })}
            options={targets.map(({ id, label }) => ({ value: id, label: said(label) || id }))}
          />
        </FormField>
      )}
      {field.type === "choice" && (
        <FormField label={t("designer.choices")} help={t("designer.choices_help")}>
          <TextInput
            value={field.choices?.join(", ") ?? ""}
            onInput={(words) =>
              onChange({ ...field, choices: words.split(",").map((one) => one.trimStart()) })
            }
          />
        </FormField>
      )}
    </>
  );
}
