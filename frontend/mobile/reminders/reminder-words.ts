/**
 * What a user wanted to do, as a person would say it: "Check credit: SO-000001". Pure.
 */
import type { Lens } from "../../blocks/lens";
import { titleOf } from "../../blocks/record-values";
import type { Deed } from "../../local/reminders";
import { t } from "../../shared/messages";
import type { Telling } from "../outbox-words";

export function toldDeed(deed: Deed, { lens, reading, record }: Telling): string {
  const shown = deed.record === null ? undefined : record(deed.entity, deed.record);
  const name = shown && lens ? titleOf(lens, shown, reading) : "";
  const what = (lens && labelOf(deed, lens)) || t("mobile.remind.something");
  return name ? t("mobile.outbox.what", { deed: what, name }) : what;
}

function labelOf(deed: Deed, lens: Lens): string {
  if (deed.kind === "history") return t("mobile.keep.history");
  const workspace = lens.workspace(deed.workspace);
  return lens.text(workspace && lens.action(workspace, deed.action)?.label);
}
