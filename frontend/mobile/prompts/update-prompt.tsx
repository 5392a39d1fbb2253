/**
 * The notice that a workspace has changed: what changed, in the designer's words; now, or later.
 *
 * It never comes up in the middle of a form. Put off, it stays as the pill's reminder.
 */
import { useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { textIn } from "../../metadata/find";
import { ProblemError, Unreachable } from "../../rest/errors";
import { language, t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";

export function UpdatePrompt() {
  const app = useApp();
  const { sync, replica } = app.core;
  const prompt = current(replica.prompt);
  const route = current(app.route);
  const asked = current(app.promptAsked);
  const putOff = current(app.promptPutOff);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (!prompt || prompt.urgency === "silent") return null;
  const atWork = route.kind === "action" || route.kind === "change" || current(app.unsaved);
  const quiet = prompt.declined || putOff === prompt.version;
  if (atWork || (quiet && !asked)) return null;
  const hard = prompt.urgency === "hard";

  async function accept(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await sync.acceptMetadata();
      app.promptAsked.value = false;
      app.toasts.show(t("mobile.update.done"));
    } catch (error) {
      if (error instanceof Unreachable) setFailure(t("mobile.update.unreachable"));
      else
        setFailure(error instanceof ProblemError ? problemText(error.problem) : t("mobile.problem.unknown"));
    } finally {
      setBusy(false);
    }
  }

  function later(version: number): void {
    app.promptAsked.value = false;
    app.promptPutOff.value = version;
    if (!hard) void app.savings.attempt(() => sync.declineMetadata());
  }

  const actions = (
    <>
      <Button onPress={() => later(prompt.version)}>{t("mobile.update.later")}</Button>
      <Button kind="primary" disabled={busy} onPress={() => void accept()}>
        {busy ? t("mobile.update.busy") : t("mobile.update.now")}
      </Button>
    </>
  );
  const note = textIn(prompt.note, language.value);
  return (
    <Sheet open title={t("mobile.update.title")} onClose={() => later(prompt.version)} actions={actions}>
      <div class="app-prompt">
        {note && <blockquote class="app-prompt-note">{note}</blockquote>}
        <p class="ui-quiet">{hard ? t("mobile.update.must") : t("mobile.update.may")}</p>
        <div class="ui-field-error" role="alert">
          {failure && (
            <>
              <Icon name="circle-alert" />
              <span>{failure}</span>
            </>
          )}
        </div>
      </div>
    </Sheet>
  );
}
