/**
 * The question before a form is left that holds something: kept as a draft, or thrown away.
 */
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";

export function Leaving() {
  const app = useApp();
  const leave = current(app.leaving);
  const draft = current(app.openDraft);
  const stay = () => {
    app.leaving.value = null;
  };
  const go = () => {
    stay();
    app.unsaved.value = false;
    leave?.();
  };
  const discard = () =>
    void app.savings.attempt(async () => {
      await draft?.discard();
      go();
    });
  const keep = () => {
    go();
    app.toasts.show(t("mobile.draft.is_kept"));
  };
  const actions = (
    <>
      <Button onPress={stay}>{t("mobile.form.leave_not")}</Button>
      <Button kind="danger" onPress={discard}>
        {t("mobile.form.leave_discard")}
      </Button>
      {draft && (
        <Button kind="primary" onPress={keep}>
          {t("mobile.draft.keep")}
        </Button>
      )}
    </>
  );
  return (
    <Sheet open={leave !== null} title={t("mobile.form.leave_title")} onClose={stay} actions={actions}>
      <p>{t(draft ? "mobile.draft.leave_text" : "mobile.form.leave_text")}</p>
    </Sheet>
  );
}
