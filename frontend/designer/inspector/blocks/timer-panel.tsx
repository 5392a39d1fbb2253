/**
 * The properties of a timer: since when it runs, and until when.
 */
import type { Page, TimerBlock } from "../../../protocol";
import { t } from "../../../shared/messages";
import { DATES, pathsTo } from "../../block-options";
import { More, SelectProperty, TextsProperty } from "../properties";
import { useTarget } from "../target";
import { VisibleWhen } from "./visible-when";

export function TimerPanel({ block, page }: { readonly block: TimerBlock; readonly page: Page }) {
  const { model } = useTarget().editor.whole.value;
  const moments = pathsTo(model, page.entity, DATES, false);
  return (
    <>
      <TextsProperty of="label" label={t("designer.label")} value={block.label} />
      <SelectProperty of="since" label={t("designer.timer.since")} value={block.since} options={moments} />
      <SelectProperty
        of="until"
        label={t("designer.timer.until")}
        value={block.until}
        options={moments}
        none={t("designer.timer.now")}
      />
      <More>
        <VisibleWhen block={block} page={page} />
      </More>
    </>
  );
}
