/**
 * What can be done with a record, in the designer's order: the first actions under the thumb, the others in the menu.
 *
 * What his rights do not let the user do to this very record stays in the menu, with the reason. Forms are pages of their own; a step runs at once, or asks for its comment in a sheet; deleting asks first.
 */
import { useState } from "preact/hooks";
import type { Offer } from "../../blocks/acting";
import { useBlocks } from "../../blocks/context";
import { remindItem } from "../../blocks/remind-item";
import { actionIcon } from "../../fields/action-icon";
import type { LocalRecord } from "../../local/record";
import { placementOf } from "../../metadata/offered";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { Menu } from "../../ui/menu";
import { useApp } from "../app-context";
import { AskedLines } from "../keeping/asked-lines";
import { useRecordMenu } from "../keeping/record-menu";
import { actOnOne } from "./act-on-one";
import { ActSheet } from "./act-sheet";
import { offersOf } from "./offers";

interface RecordActionsProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly record: LocalRecord;
}

/** Buttons beside the menu: as many as fit under a thumb. */
const IN_REACH = 2;

export function RecordActions({ workspace, page, record }: RecordActionsProps) {
  const app = useApp();
  const { lens, records, asker } = useBlocks();
  const [asking, setAsking] = useState<Action | null>(null);
  const blocked = current(app.core.sync.editingBlocked);
  const menu = useRecordMenu(record);
  if (record.state === "deleted") return null;
  // Of one that has left, the band says that it cannot be changed.
  const offers = record.frozen
    ? []
    : offersOf({ lens, records, asker }, app, workspace, page.actions, record);
  const seen = offers.filter(({ action }) => placementOf(action) !== "hidden");
  const shown = inReach(seen);
  const others = seen.filter((offer) => !shown.includes(offer));

  function start(action: Action): void {
    if (action.kind === "create" || action.kind === "edit") {
      app.go({
        kind: "action",
        workspace: workspace.id,
        action: action.id,
        record: record.id,
        from: page.id,
      });
    } else if (action.kind === "delete" || action.comment !== "none" || action.confirm) setAsking(action);
    else void actOnOne(app, { lens, workspace, action, record, comment: null });
  }

  return (
    <div class="app-foot app-foot-bar">
      {blocked && <p class="ui-quiet ui-small">{t("mobile.update.blocked")}</p>}
      <AskedLines record={record} />
      {shown.map(({ action }, at) => (
        <span key={action.id} data-node={`actions/${action.id}`}>
          <Button
            kind={at === 0 ? "primary" : "quiet"}
            icon={actionIcon(action)}
            onPress={() => start(action)}
            disabled={blocked}
          >
            {lens.text(action.label)}
          </Button>
        </span>
      ))}
      <Menu
        items={[
          ...others.flatMap(({ action, reason, remind }) => [
            {
              id: action.id,
              label: lens.text(action.label),
              icon: actionIcon(action),
              danger: action.tone === "danger" && reason === null,
              disabled: blocked,
              ...(reason !== null && { reason }),
              onSelect: () => start(action),
            },
            ...remindItem(action.id, lens.text(action.label), remind),
          ]),
          ...menu.items,
        ]}
      />
      {menu.over}
      {asking && (
        <ActSheet action={asking} record={record} workspace={workspace} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}

/** What stops a record stands in reach only beside what moves it on: approve and reject. */
function inReach(offers: readonly Offer[]): readonly Offer[] {
  const ready = offers.filter(({ action, reason }) => reason === null && placementOf(action) === "button");
  const forward = ready[0]?.action.kind === "step" && ready[0].action.tone === "positive";
  return ready
    .filter(({ action: { kind, tone } }) => kind !== "delete" && (forward || tone !== "danger"))
    .slice(0, IN_REACH);
}
