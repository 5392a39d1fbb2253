/**
 * What can be done with a record: the first action under the thumb, the others beside it or in the menu.
 *
 * What his rights do not let the user do to this very record stays in the menu, with the reason. Forms are pages of their own; a step runs at once, or asks for its comment in a sheet; deleting asks first.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import { Lens } from "../../blocks/lens";
import { iconNamed } from "../../fields/icon-named";
import type { LocalRecord } from "../../local/record";
import type { Replica } from "../../local/replica";
import type { Operation } from "../../local/standing";
import type { Action, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { Menu } from "../../ui/menu";
import { useApp } from "../app-context";
import { isOffered, type Reason, refusalOf } from "../keeping/permits";
import { useRecordMenu } from "../keeping/record-menu";
import { ActSheet } from "./act-sheet";

interface RecordActionsProps {
  readonly workspace: Workspace;
  readonly page: Page;
  readonly record: LocalRecord;
}

/** Buttons beside the menu: as many as fit under a thumb. */
const IN_REACH = 2;

export function RecordActions({ workspace, page, record }: RecordActionsProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const [asking, setAsking] = useState<Action | null>(null);
  const blocked = current(app.core.sync.editingBlocked);
  const { replica } = app.core;
  const menu = useRecordMenu(record);
  if (record.state === "deleted") return null;
  const reasonOf = (action: Action): Reason => {
    const { kind, entity } = action;
    // A new record hangs on this one; whether that is allowed is a question of its own.
    if (kind === "create") return replica.may("create", entity) ? null : t("mobile.keep.not_allowed");
    return refusalOf(replica, kind === "step" ? "edit" : kind, record);
  };
  // Of one that has left, the band says that it cannot be changed.
  const actions = record.frozen ? [] : inOrder(offeredFor(lens, replica, workspace, page, record));
  const shown = inReach(actions.filter((action) => reasonOf(action) === null));
  const others = actions.filter((action) => !shown.includes(action));

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
    else void app.savings.step(action, record.id, workspace.id, null);
  }

  return (
    <div class="app-foot app-foot-bar">
      {blocked && <p class="ui-quiet ui-small">{t("mobile.update.blocked")}</p>}
      {shown.map((action, at) => (
        <span key={action.id} data-node={`actions/${action.id}`}>
          <Button
            kind={at === 0 ? "primary" : "quiet"}
            icon={iconNamed(action.icon, "zap")}
            onPress={() => start(action)}
            disabled={blocked}
          >
            {lens.text(action.label)}
          </Button>
        </span>
      ))}
      <Menu
        items={[
          ...others.map((action) => {
            const reason = reasonOf(action);
            return {
              id: action.id,
              label: lens.text(action.label),
              icon: iconNamed(action.icon, "zap"),
              danger: action.tone === "danger" && reason === null,
              disabled: blocked,
              ...(reason !== null && { reason }),
              onSelect: () => start(action),
            };
          }),
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

const SHAREABLE = ["edit", "delete"] as const satisfies readonly Operation[];

/** The page's actions for this record: those of the user's roles, and those that it is shared with him for. */
function offeredFor(
  lens: Lens,
  replica: Replica,
  workspace: Workspace,
  page: Page,
  record: LocalRecord,
): readonly Action[] {
  const { metadata, language } = lens;
  const own = metadata.rights[record.entity] ?? [];
  const shared = SHAREABLE.filter((one) => !own.includes(one) && isOffered(replica, one, record));
  if (shared.length === 0) return lens.actions(workspace, page, record.values);
  const rights = { ...metadata.rights, [record.entity]: [...own, ...shared] };
  return new Lens({ ...metadata, rights }, language).actions(workspace, page, record.values);
}

/** What stops a record stands in reach only beside what moves it on: approve and reject. */
function inReach(actions: readonly Action[]): readonly Action[] {
  const [first] = actions;
  const forward = first?.kind === "step" && first.tone === "positive";
  return actions
    .filter(({ kind, tone }) => kind !== "delete" && (forward || tone !== "danger"))
    .slice(0, IN_REACH);
}

/** Steps that move the record on come first, then the others in the designer's order. */
function inOrder(actions: readonly Action[]): readonly Action[] {
  const rank = ({ kind, tone }: Action) =>
    kind === "step" && tone === "positive" ? 0 : kind === "step" && tone === "danger" ? 1 : 2;
  return [...actions].sort((a, b) => rank(a) - rank(b));
}
