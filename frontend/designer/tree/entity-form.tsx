/**
 * A new kind of thing in words: what it is called, and a few of its fields.
 */
import { useRef } from "preact/hooks";
import type { Model } from "../../protocol";
import { t } from "../../shared/messages";
import { Button, IconButton } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { TextInput } from "../../ui/text-input";
import type { NewEntity, NewField } from "../commands/entities";
import { FIELD_TYPES, type FieldType, typeWords } from "../field-looks";
import { ofType, TypeQuestions } from "./new-field-form";

export const EMPTY_ENTITY: NewEntity = { label: "", plural: "", fields: [] };

interface EntityFormProps {
  /** What its lookups can point at. */
  readonly model: Model;
  readonly entity: NewEntity;
  readonly onChange: (entity: NewEntity) => void;
}

/** What was described, without empty lines and blanks. */
export function tidied(entity: NewEntity): NewEntity {
  const fields = entity.fields
    .map((field) => ({
      ...field,
      label: field.label.trim(),
      ...(field.choices && { choices: field.choices.map((one) => one.trim()).filter(Boolean) }),
    }))
    .filter(({ label }) => label !== "");
  const label = entity.label.trim();
  return { ...entity, label, plural: entity.plural.trim() || label, fields };
}

export function EntityForm({ model, entity, onChange }: EntityFormProps) {
  const lines = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    onChange({ ...entity, fields: [...entity.fields, { label: "", type: "text" }] });
    requestAnimationFrame(() =>
      [...(lines.current?.querySelectorAll(".d-line") ?? [])].at(-1)?.querySelector("input")?.focus(),
    );
  };
  const put = (at: number, field: NewField | null) =>
    onChange({ ...entity, fields: entity.fields.toSpliced(at, 1, ...(field ? [field] : [])) });
  return (
    <>
      <div class="ui-form-pair">
        <FormField label={t("designer.entity_one")} required help={t("designer.entity_one_help")}>
          <TextInput value={entity.label} onInput={(label) => onChange({ ...entity, label })} />
        </FormField>
        <FormField label={t("designer.entity_many")} help={t("designer.entity_many_help")}>
          <TextInput value={entity.plural} onInput={(plural) => onChange({ ...entity, plural })} />
        </FormField>
      </div>
      <FormField label={t("designer.title_word")} help={t("designer.title_word_help")}>
        <TextInput
          value={entity.title ?? t("designer.starter.name")}
          onInput={(title) => onChange({ ...entity, title })}
        />
      </FormField>
      <fieldset ref={lines} class="d-lines">
        <legend class="ui-field-label">{t("designer.its_fields")}</legend>
        <p class="ui-field-help">{t("designer.its_fields_help")}</p>
        {entity.fields.map((field, at) => (
          <div key={at} class="d-line">
            <FormField label={<span class="ui-hidden">{t("designer.name")}</span>}>
              <TextInput value={field.label} onInput={(label) => put(at, { ...field, label })} />
            </FormField>
            <FormField label={<span class="ui-hidden">{t("designer.type")}</span>}>
              <Select
                value={field.type}
                onInput={(type) => put(at, ofType(model, "", field.label, type as FieldType))}
                options={FIELD_TYPES.map((value) => ({ value, label: typeWords(value) }))}
              />
            </FormField>
            <IconButton icon="x" label={t("designer.tree.remove_word")} onPress={() => put(at, null)} />
            <TypeQuestions model={model} entity="" field={field} onChange={(one) => put(at, one)} />
          </div>
        ))}
        <Button icon="plus" onPress={add}>
          {t("designer.add.field")}
        </Button>
      </fieldset>
    </>
  );
}
