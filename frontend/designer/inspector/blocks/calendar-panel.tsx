/**
 * The properties of a calendar: the date by which records stand, and what their rows say.
 */
import type { CalendarBlock, Page } from "../../../protocol";
import { t } from "../../../shared/messages";
import { DATES, pathsTo } from "../../block-options";
import { pathOptions } from "../../model-view";
import { PathListProperty } from "../path-list";
import { More, SelectProperty, TextsProperty } from "../properties";
import { useTarget } from "../target";
import { DetailProperty, RowsFact, WhichRows } from "./gathered";
import { VisibleWhen } from "./visible-when";

export function CalendarPanel({ block, page }: { readonly block: CalendarBlock; readonly page: Page }) {
  const { model } = useTarget().editor.whole.value;
  const titles = pathOptions(model, block.entity)
    .filter(({ field }) => field.type !== "image")
    .map(({ path, label }) => ({ value: path, label }));
  return (
    <>
      <RowsFact entity={block.entity} />
      <SelectProperty
        of="date"
        label={t("designer.calendar.date")}
        value={block.date}
        options={pathsTo(model, block.entity, DATES, false)}
      />
      <SelectProperty of="title" label={t("designer.list.title")} value={block.title} options={titles} />
      <PathListProperty
        of="subtitle"
        label={t("designer.list.subtitle")}
        entity={block.entity}
        value={block.subtitle}
      />
      <SelectProperty
        of="badge"
        label={t("designer.list.badge")}
        value={block.badge}
        options={pathsTo(model, block.entity, ["choice"])}
        none={t("designer.none")}
      />
      <DetailProperty entity={block.entity} value={block.detail} />
      <TextsProperty of="label" label={t("designer.heading")} value={block.label} />
      <More>
        <WhichRows block={block} page={page} />
        <TextsProperty long of="empty" label={t("designer.list.empty")} value={block.empty} />
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
