/**
 * The question before a step or a deletion: its comment, or only whether to do it.
 */
import { useBlocks } from "../../blocks/context";
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { actOnOne } from "./act-on-one";
import { CommentField, useComment } from "./comment-field";

interface ActSheetProps {
  readonly action: Action;
  readonly record: LocalRecord;
  readonly workspace: Workspace;
  readonly onClose: () => void;
}

export function ActSheet({ action, record, workspace, onClose }: ActSheetProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const comment = useComment(action);
  const label = lens.text(action.label);

  async function run(): Promise<void> {
    const said = comment.take();
    if (said === undefined) return;
    onClose();
    await actOnOne(app, { lens, workspace, action, record, comment: said });
  }

  const actions = (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind={action.tone === "danger" ? "danger" : "primary"} onPress={() => void run()}>
        {label}
      </Button>
    </>
  );
  const question =
    lens.text(action.confirm) || (action.kind === "delete" ? t("mobile.detail.delete_question") : "");
  return (
    <Sheet open title={question || label} onClose={onClose} actions={actions}>
      <div class="app-sheet-form">
        {action.kind === "delete" && action.offline !== "online" && (
          <p class="ui-quiet">{t("mobile.detail.delete_text")}</p>
        )}
        <CommentField comment={comment} />
      </div>
    </Sheet>
  );
}
