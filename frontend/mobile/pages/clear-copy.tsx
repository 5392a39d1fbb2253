/**
 * The way to rid this phone of what came from the office, for Device status: what goes, what stays, and that it comes
 * again.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { clearCopy } from "../../sync/clearing";
import { Button } from "../../ui/button";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { useDrafts } from "../drafts/use-drafts";
import { pendingRecords } from "../sync-view/pending";

export function ClearCopy() {
  const app = useApp();
  const { replica, sync } = app.core;
  const drafts = useDrafts()?.count ?? 0;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const records = Object.values(replica.checkpoint.value?.counts ?? {}).reduce(
    (sum, count) => sum + count,
    0,
  );
  const clear = async () => {
    setAsking(false);
    setBusy(true);
    const cleared = await app.savings.attempt(async () => {
      await clearCopy(replica);
      await app.pictures.clear();
    });
    setBusy(false);
    if (!cleared) return;
    app.toasts.show(t("mobile.status.cleared"), undefined, 10);
    void sync.syncNow();
  };
  return (
    <section aria-labelledby="status-clear">
      <SectionHeader id="status-clear" title={t("mobile.status.clear_title")} />
      <div class="app-block">
        <p class="ui-quiet ui-small">{t("mobile.status.clear_help")}</p>
        <Button icon="hard-drive" disabled={busy || records === 0} onPress={() => setAsking(true)}>
          {t("mobile.status.clear")}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        title={t("mobile.status.clear_question")}
        confirmWord={t("mobile.status.clear")}
        onConfirm={() => void clear()}
        onCancel={() => setAsking(false)}
      >
        {t("mobile.status.clear_what", { records, waiting: pendingRecords(app), drafts })}
      </ConfirmDialog>
    </section>
  );
}
