/**
 * The properties of a placed field: what is different here from what the entity says.
 */
import type { ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { typeWords } from "../field-looks";
import { fieldAt, pathWords } from "../model-view";
import { pageOption } from "../page-words";
import { ShownRules } from "../rules/shown-rules";
import { FormFieldProperties } from "./form-field-properties";
import { SelectProperty, SwitchProperty, TextsProperty } from "./properties";
import { useTarget } from "./target";

interface ShownPanelProps {
  readonly shown: ShownField;
  readonly entity: string;
  readonly form: boolean;
}

export function ShownPanel({ shown, entity, form }: ShownPanelProps) {
  const { editor } = useTarget();
  const { model, workspace } = editor.whole.value;
  const field = fieldAt(model, entity, shown.field);
  const pages = workspace.pages
    .filter((page) => page.kind === "detail" && page.entity === field?.target)
    .map((page) => pageOption(workspace, model, page));
  return (
    <>
      <p class="d-fact">
        {pathWords(model, entity, shown.field)}
        {field && <span class="ui-quiet"> · {typeWords(field.type)}</span>}
      </p>
      <TextsProperty
        of="label"
        label={t("designer.label")}
        help={t("designer.label_override_help")}
        value={shown.label}
      />
      <TextsProperty long of="help" label={t("designer.help")} value={shown.help} />
      {form && (
        <>
          <SwitchProperty
            of="required"
            label={t("designer.required")}
            {...(field?.required && { help: t("designer.required_already") })}
            value={shown.required ?? field?.required ?? false}
          />
          <SwitchProperty
            of="readOnly"
            label={t("designer.read_only")}
            value={shown.readOnly ?? field?.readOnly ?? false}
          />
          {field && <FormFieldProperties shown={shown} field={field} />}
        </>
      )}
      <ShownRules shown={shown} entity={entity} form={form} />
      {!form && field?.type === "lookup" && (
        <SelectProperty
          of="page"
          label={t("designer.opens_page")}
          value={shown.page}
          options={pages}
          none={t("designer.none")}
        />
      )}
      {field && !shown.field.includes(".") && (
        <Button
          icon="database"
          onPress={() =>
            editor.goTo({ document: "model", path: ["entities", entity, "fields", shown.field] })
          }
        >
          {t("designer.open_field")}
        </Button>
      )}
    </>
  );
}
