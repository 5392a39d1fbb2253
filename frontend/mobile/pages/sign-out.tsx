/**
 * The question before signing out: what is not sent, and what becomes of it. Records of the office go from this phone.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";
import { useDrafts } from "../drafts/use-drafts";
import type { Leaving } from "../open-app";
import { KeepSheet } from "../rescue/keep-sheet";
import { needingYou, pendingRecords } from "../sync-view/pending";
import "./sign-out.css";

interface SignOutProps {
  readonly onClose: () => void;
}

type Asked = "leave" | "save" | "discard";

export function SignOut({ onClose }: SignOutProps) {
  const app = useApp();
  const waiting = pendingRecords(app);
  const refused = needingYou(app);
  const known = useDrafts();
  const drafts = known?.onlyHere ?? 0;
  const kept = (known?.count ?? 0) - drafts;
  const pictures = known?.filesOnlyHere ?? 0;
  const files = app.core.replica.blobs.onTheirWay.value.size;
  const unsent = waiting + refused + drafts + kept + files > 0;
  const [asked, setAsked] = useState<Asked>("leave");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async (leaving: Leaving) => {
    setBusy(true);
    try {
      await app.signOut(leaving);
    } catch {
      setBusy(false);
      setFailed(true);
    }
  };
  if (asked === "save") return <KeepSheet onClose={() => setAsked("leave")} />;
  const discards = asked === "discard";
  const actions = discards ? (
    <>
      <Button onPress={() => setAsked("leave")}>{t("ui.cancel")}</Button>
      <Button kind="danger" disabled={busy} onPress={() => void leave("nothing")}>
        {t("mobile.sign_out.discard_now")}
      </Button>
    </>
  ) : (
    <>
      <Button onPress={onClose}>{t("ui.cancel")}</Button>
      <Button kind="primary" disabled={busy} onPress={() => void leave(unsent ? "unsent" : "nothing")}>
        {t(unsent ? "mobile.sign_out.keep" : "mobile.more.sign_out")}
      </Button>
    </>
  );
  return (
    <Sheet open title={t("mobile.more.sign_out_title")} onClose={onClose} actions={actions}>
      <div aria-live="polite">
        <p>
          {t(
            discards
              ? "mobile.sign_out.discard_what"
              : unsent
                ? "mobile.sign_out.unsent"
                : "mobile.sign_out.nothing",
          )}
        </p>
        {unsent && (
          <ul class="app-unsent">
            {waiting > 0 && <li>{t("mobile.sign_out.waiting", { count: waiting })}</li>}
            {refused > 0 && <li>{t("mobile.sign_out.refused", { count: refused })}</li>}
            {drafts > 0 && <li>{t("mobile.sign_out.drafts", { count: drafts })}</li>}
            {pictures > 0 && <li>{t("mobile.sign_out.draft_files", { count: pictures })}</li>}
            {kept > 0 && <li>{t("mobile.draft.sign_out_kept", { count: kept })}</li>}
            {files > 0 && <li>{t("mobile.sign_out.files", { count: files })}</li>}
          </ul>
        )}
      </div>
      {unsent && !discards && (
        <div class="app-ways">
          {waiting + files > 0 && (
            <Button icon="cloud-upload" onPress={() => void app.core.sync.syncNow()}>
              {t("mobile.outbox.send_now")}
            </Button>
          )}
          <Button icon="download" onPress={() => setAsked("save")}>
            {t("mobile.outbox.rescue_out")}
          </Button>
          <Button icon="trash-2" onPress={() => setAsked("discard")}>
            {t("mobile.sign_out.discard")}
          </Button>
        </div>
      )}
      {failed && (
        <p class="ui-field-error" role="alert">
          <Icon name="circle-alert" />
          <span>{t("mobile.more.sign_out_failed")}</span>
        </p>
      )}
    </Sheet>
  );
}
