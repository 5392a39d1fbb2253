/**
 * The question before an unsaved form is left.
 */
import { t } from "../../shared/messages";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import { current } from "../../ui/live";
import { useApp } from "../app-context";

export function Leaving() {
  const app = useApp();
  const leave = current(app.leaving);
  return (
    <ConfirmDialog
      open={leave !== null}
      title={t("mobile.form.leave_title")}
      confirmWord={t("mobile.form.leave_discard")}
      onConfirm={() => {
        app.leaving.value = null;
        app.unsaved.value = false;
        leave?.();
      }}
      onCancel={() => {
        app.leaving.value = null;
      }}
      danger
    >
      {t("mobile.form.leave_text")}
    </ConfirmDialog>
  );
}
