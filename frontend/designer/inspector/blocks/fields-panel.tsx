/**
 * The properties of a group of fields.
 */
import type { FieldsBlock, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { AddFieldButton } from "../add-field-button";
import { More, SelectProperty, TextsProperty } from "../properties";
import { useTarget, write } from "../target";
import { VisibleWhen } from "./visible-when";

export function FieldsPanel({ block, page }: { readonly block: FieldsBlock; readonly page: Page }) {
  const target = useTarget();
  return (
    <>
      <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
      <SelectProperty
        of="columns"
        label={t("designer.columns")}
        help={t("designer.columns_help")}
        value={String(block.columns)}
        options={["1", "2", "3"].map((one) => ({ value: one, label: one }))}
        onChange={(count) => write(target, "columns", Number(count))}
      />
      <AddFieldButton />
      <More>
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
