/**
 * The loud notice that the browser has emptied the store: what happened, what is fetched again, what cannot be.
 */
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { Sheet } from "../../ui/sheet";
import { useApp } from "../app-context";

export function LossNotice() {
  const app = useApp();
  const loss = current(app.core.replica.loss);
  if (!loss) return null;
  const understood = () => void app.savings.attempt(() => app.core.sync.acknowledgeLoss());
  const actions = (
    <Button kind="primary" onPress={understood}>
      {t("mobile.loss.understood")}
    </Button>
  );
  return (
    <Sheet open title={t("mobile.loss.title")} onClose={understood} actions={actions} insistent>
      <p>{t("mobile.loss.text", { moment: formatDateTime(new Date(loss.at)) })}</p>
      <p class="ui-quiet">{t("mobile.loss.advice")}</p>
    </Sheet>
  );
}
