/**
 * The notice that this app is too old for some lists: by what it knows itself, and by what the server told it.
 */
import { lackedIn } from "../../metadata/understanding";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { useApp } from "../app-context";

export function TooOld() {
  const { replica } = useApp().core;
  const own = lackedIn(replica.metadata.value?.workspaces ?? []);
  const lacking = [...new Set([...own, ...(replica.device.value?.lacking ?? [])])].sort();
  if (lacking.length === 0) return null;
  return (
    <section class="app-status" aria-label={t("mobile.status.too_old")}>
      <p class="app-status-word ui-state-needs">
        <Icon name="triangle-alert" size={24} />
        <strong>{t("mobile.status.too_old")}</strong>
      </p>
      <p class="ui-quiet">{t("mobile.status.too_old_help")}</p>
      <p class="ui-quiet ui-small">{t("mobile.status.lacking", { operators: lacking.join(", ") })}</p>
      <div class="app-status-deeds">
        <Button icon="refresh-cw" onPress={() => location.reload()}>
          {t("mobile.status.reload")}
        </Button>
      </div>
    </section>
  );
}
