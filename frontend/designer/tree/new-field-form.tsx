/**
 * The few questions about a new field: name, type, and what the type needs to know at once.
 *
 * A new entity asks the last ones of each of its fields, too.
 */
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import { Switch } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import type { NewField } from "../commands/entities";
import { entityOption } from "../entity-words";
import { FIELD_TYPES, type FieldType, typeWords } from "../field-looks";

interface NewFieldFormProps {
  readonly model: Model;
  readonly entity: string;
  readonly field: NewField;
  readonly onChange: (field: NewField) => void;
}

export function NewFieldForm({ model, entity, field, onChange }: NewFieldFormProps) {
  return (
    <>
      <FormField label={t("designer.name")} required>
        <TextInput value={field.label} onInput={(label) => onChange({ ...field, label })} />
      </FormField>
      <FormField label={t("designer.type")}>
        <Select
          value={field.type}
          onInput={(type) => onChange(ofType(model, entity, field.label, type as FieldType))}
          options={FIELD_TYPES.map((value) => ({ value, label: typeWords(value) }))}
        />
      </FormField>
      <TypeQuestions model={model} entity={entity} field={field} onChange={onChange} />
    </>
  );
}

/** A new field of a type; a lookup points at another entity of our own at first. */
export function ofType(model: Model, entity: string, label: string, type: FieldType): NewField {
  const target = targetsOf(model, entity).find(({ builtIn }) => !builtIn)?.id ?? "person";
  return { label, type, ...(type === "lookup" && { target }) };
}

function targetsOf(model: Model, entity: string): Model["entities"] {
  return model.entities.filter(({ id }) => id !== entity);
}

export function TypeQuestions({ model, entity, field, onChange }: NewFieldFormProps) {
  const targets = targetsOf(model, entity);
  return (
    <>
      {field.type === "lookup" && targets.length > 0 && (
        <>
          <FormField label={t("designer.target")}>
            <Select
              value={field.target ?? ""}
              onInput={(target) => onChange({ ...field, target })}
              options={targets.map((one) => entityOption(model, one, "label"))}
            />
          </FormField>
          <Switch
            label={t("designer.several")}
            help={t("designer.several_help")}
            checked={field.several ?? false}
            onChange={(several) => onChange({ ...field, several })}
          />
        </>
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
