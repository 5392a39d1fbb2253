/**
 * Below a list whose rows are being chosen: how many are, and what can be done with all of them.
 *
 * An action is offered for those of them that it fits, and says for how many where it does not fit all; one that
 * nothing can be done with now says why.
 */
import type { Offer } from "../../blocks/acting";
import { useBlocks } from "../../blocks/context";
import type { ListModel } from "../../blocks/list/list-model";
import { actionIcon } from "../../fields/action-icon";
import type { LocalRecord } from "../../local/record";
import { placementOf } from "../../metadata/offered";
import type { Action, ListBlock, Page } from "../../protocol";
import { formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import "./select-foot.css";

interface SelectFootProps {
  readonly page: Page;
  readonly block: ListBlock;
  readonly model: ListModel;
}

export function SelectFoot({ page, block, model }: SelectFootProps) {
  const app = useApp();
  const { lens, acting } = useBlocks();
  const { selection } = model;
  const blocked = current(app.core.sync.editingBlocked);
  const rows = model.rows.value.filter(({ state }) => state !== "deleted");
  const chosen = rows.filter(({ id }) => selection.chosen.value?.has(id));
  const named = useNamed(page, block);
  const fitting = new Map<string, { readonly action: Action; readonly records: LocalRecord[] }>();
  const barring = new Map<string, Offer>();
  for (const record of chosen) {
    for (const offer of acting.offers(named, record)) {
      const { action, reason } = offer;
      if (action.kind !== "step" && action.kind !== "delete") continue;
      if (reason !== null) {
        barring.set(action.id, offer);
        continue;
      }
      const found = fitting.get(action.id);
      if (found) found.records.push(record);
      else fitting.set(action.id, { action, records: [record] });
    }
  }
  const offered = named.flatMap((id) => fitting.get(id) ?? []);
  const barred = named.flatMap((id) => (fitting.has(id) ? [] : (barring.get(id) ?? [])));
  const all = chosen.length === rows.length;
  return (
    <section class="app-foot-bar app-select" aria-label={t("mobile.block.select")}>
      <p role="status">{t("mobile.block.chosen", { count: chosen.length })}</p>
      <Button
        disabled={model.searching.value}
        onPress={() => selection.choose(all ? [] : rows.map(({ id }) => id))}
      >
        {t(all ? "mobile.block.choose_none" : "mobile.block.choose_all")}
      </Button>
      <Button onPress={() => selection.end()}>{t("mobile.block.select_end")}</Button>
      {blocked && <p class="ui-quiet ui-small">{t("mobile.update.blocked")}</p>}
      {chosen.length > 0 && offered.length + barred.length === 0 && (
        <p class="ui-quiet ui-small">{t("mobile.block.nothing_fits")}</p>
      )}
      {offered.length > 0 && (
        <div class="app-select-actions">
          {offered.map(({ action, records }, at) => (
            <Button
              key={action.id}
              kind={
                action.kind === "delete"
                  ? "danger"
                  : at === 0 && action.tone !== "danger"
                    ? "primary"
                    : "quiet"
              }
              icon={actionIcon(action)}
              disabled={blocked}
              onPress={() => acting.act(action, records)}
            >
              {lens.text(action.label)}
              {records.length < chosen.length && ` (${formatNumber(records.length)})`}
            </Button>
          ))}
        </div>
      )}
      {barred.map(({ action, reason }) => (
        <p key={action.id} class="ui-quiet ui-small">
          {t("mobile.block.barred", { name: lens.text(action.label), reason })}
        </p>
      ))}
    </section>
  );
}

/** What can be done with a row: what lies beneath it, what its page does, and what the page that it opens does. */
function useNamed(page: Page, block: ListBlock): readonly string[] {
  const { lens, workspace } = useBlocks();
  const detail = lens.page(workspace, block.detail);
  const listed = [...page.actions, ...(detail?.actions ?? [])].filter((id) => {
    const action = lens.action(workspace, id);
    return action && placementOf(action) !== "hidden";
  });
  return [...new Set([...(block.swipe ?? []), ...listed])];
}
