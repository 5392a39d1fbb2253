/**
 * The question before something is done to rows of a list: once for all of them, with its comment where it has one.
 */
import { useBlocks } from "../../blocks/context";
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { actOnAll } from "./act-on-all";
import { CommentField, useComment } from "./comment-field";

interface RowsSheetProps {
  readonly action: Action;
  readonly records: readonly LocalRecord[];
  readonly workspace: Workspace;
  readonly onClose: () => void;
}

export function RowsSheet({ action, records, workspace, onClose }: RowsSheetProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const comment = useComment(action);
  const label = lens.text(action.label);
  const deletes = action.kind === "delete";
  const several = records.length > 1;
  const question =
    lens.text(action.confirm) || (deletes && !several ? t("mobile.detail.delete_question") : "");
  const entity = lens.entity(action.entity);
  const plural = lens.text(entity?.plural).toLocaleLowerCase();

  function run(): void {
    const said = comment.take();
    if (said === undefined) return;
    onClose();
    void actOnAll(app, workspace, action, records, said);
  }

  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind={deletes || action.tone === "danger" ? "danger" : "primary"} onPress={run}>
        {label}
      </Button>
    </>
  );
  return (
    <Sheet open title={question || label} onClose={onClose} actions={actions}>
      <div class="app-sheet-form">
        {several && <p>{t("mobile.block.for_all", { count: records.length, plural })}</p>}
        {deletes && <p class="ui-quiet">{t("mobile.detail.delete_text")}</p>}
        <CommentField comment={comment} />
      </div>
    </Sheet>
  );
}
