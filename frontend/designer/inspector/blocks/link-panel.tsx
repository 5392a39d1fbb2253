/**
 * The properties of a link to a page, and of the count that it shows.
 */
import type { LinkBlock, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { COUNTS, pageOptions, pathsTo } from "../../block-options";
import { More, SelectProperty, SwitchProperty, TextsProperty } from "../properties";
import { useTarget } from "../target";
import { VisibleWhen } from "./visible-when";

export function LinkPanel({ block, page }: { readonly block: LinkBlock; readonly page: Page }) {
  const { model, workspace } = useTarget().editor.whole.value;
  const pages = pageOptions(workspace, model, ["list", "single"]).filter(({ value }) => value !== page.id);
  return (
    <>
      <TextsProperty
        of="label"
        label={t("designer.label")}
        help={t("designer.label_override_help")}
        value={block.label}
      />
      <SelectProperty of="page" label={t("designer.link_to")} value={block.page} options={pages} />
      <SwitchProperty of="count" label={t("designer.link_count")} value={block.count} />
      {block.count && page.kind !== "list" && (
        <SelectProperty
          of="countFrom"
          label={t("designer.link_count_from")}
          help={t("designer.link_count_from_help")}
          value={block.countFrom}
          options={pathsTo(model, page.entity, COUNTS)}
          none={t("designer.link_count_rows")}
        />
      )}
      <More>
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
