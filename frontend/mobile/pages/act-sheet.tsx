/**
 * The question before a step or a deletion: its comment, or only whether to do it.
 */
import { useState } from "preact/hooks";
import { useBlocks } from "../../blocks/context";
import type { LocalRecord } from "../../local/record";
import type { Action, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { FormField } from "../../ui/form-field";
import { Sheet } from "../../ui/sheet";
import { TextArea } from "../../ui/text-input";
import { useApp } from "../app-context";
import { actOnOne } from "./act-on-one";

interface ActSheetProps {
  readonly action: Action;
  readonly record: LocalRecord;
  readonly workspace: Workspace;
  readonly onClose: () => void;
}

export function ActSheet({ action, record, workspace, onClose }: ActSheetProps) {
  const app = useApp();
  const { lens } = useBlocks();
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const label = lens.text(action.label);

  async function run(): Promise<void> {
    const said = comment.trim();
    if (action.comment === "required" && !said) {
      setMissing(true);
      return;
    }
    onClose();
    await actOnOne(app, { lens, workspace, action, record, comment: said || null });
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
        {action.comment !== "none" && (
          <FormField
            label={t("mobile.detail.comment")}
            required={action.comment === "required"}
            error={missing && !comment.trim() ? t("problem.value-required") : undefined}
          >
            <TextArea value={comment} onInput={setComment} name="comment" />
          </FormField>
        )}
      </div>
    </Sheet>
  );
}
