/**
 * One card, once everything is on the phone: put the app on the home screen. It can be dismissed for good.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { useApp } from "../app-context";

const DISMISSED = "install-card";

export function InstallCard() {
  const app = useApp();
  const { device } = app.ports;
  const [gone, setGone] = useState(device.setting(DISMISSED) !== null);
  const installing = current(device.installing);
  if (gone || !installing || !app.core.replica.checkpoint.value) return null;
  const dismiss = () => {
    device.keepSetting(DISMISSED, "dismissed");
    setGone(true);
  };
  return (
    <section class="app-card" aria-label={t("mobile.install.title")}>
      <h2>{t("mobile.install.title")}</h2>
      <p class="ui-quiet">{t("mobile.install.text")}</p>
      {installing.kind === "ios" && (
        <ol class="app-card-steps">
          <li>{t("mobile.install.ios_share")}</li>
          <li>{t("mobile.install.ios_add")}</li>
        </ol>
      )}
      <div class="app-card-actions">
        <Button onPress={dismiss}>{t("mobile.install.not_now")}</Button>
        {installing.kind === "prompt" && (
          <Button kind="primary" icon="smartphone" onPress={installing.run}>
            {t("mobile.install.add")}
          </Button>
        )}
      </div>
    </section>
  );
}
