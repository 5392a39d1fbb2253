/**
 * The frame of a form: out on the left, save on the right; no tabs, for it is one piece of work.
 */
import type { ComponentChildren } from "preact";
import type { Remind } from "../../blocks/acting";
import { t } from "../../shared/messages";
import { AppBar } from "../../ui/app-bar";
import { AppFrame } from "../../ui/app-frame";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { useApp } from "../app-context";

interface FormFrameProps {
  readonly title: string;
  /** What the record is called that it is done to. */
  readonly record?: string;
  /** The id of the form that the button saves; none while there is nothing to save. */
  readonly form?: string;
  readonly onCancel: () => void;
  readonly saveWord?: string;
  /** Why it cannot be saved now. */
  readonly reason?: string | null;
  /** Where only the office is missing. */
  readonly remind?: Remind | undefined;
  /** It is being saved. */
  readonly busy?: boolean;
  readonly children?: ComponentChildren;
}

export function FormFrame({
  title,
  record,
  form,
  onCancel,
  saveWord,
  reason,
  remind,
  busy,
  children,
}: FormFrameProps) {
  const app = useApp();
  const blocked = current(app.core.sync.editingBlocked);
  const save = form && (
    <button
      class="ui-button ui-button-primary"
      type="submit"
      form={form}
      disabled={blocked || busy || Boolean(reason)}
    >
      <span>{saveWord ?? t("mobile.form.save")}</span>
    </button>
  );
  const named = record ? (
    <>
      {title}
      <span class="app-bar-record"> {record}</span>
    </>
  ) : (
    title
  );
  return (
    <AppFrame column>
      <AppBar title={named} back={onCancel} backWord={t("ui.cancel")} right={save} />
      {blocked && (
        <p class="app-banner ui-state-needs" role="status">
          <Icon name="circle-arrow-up" />
          <span>{t("mobile.update.blocked")}</span>
        </p>
      )}
      {reason && (
        <p class="app-banner ui-state-offline" role="status">
          <Icon name="cloud-off" />
          <span>{reason}</span>
        </p>
      )}
      {remind && (
        <div class="app-block">
          <Button icon={remind.on ? "bell-off" : "bell"} onPress={remind.toggle}>
            {t(remind.on ? "mobile.remind.not" : "mobile.remind.me")}
          </Button>
        </div>
      )}
      {busy && (
        <p class="app-note ui-quiet" role="status">
          {t("mobile.keep.online_asking")}
        </p>
      )}
      {children}
    </AppFrame>
  );
}
