/**
 * The question whether a large copy comes down now, later, or where it costs nothing; and how to change one's mind.
 */

import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { answerCopy, type CopyAnswer, copyAnswer } from "../copy-answer";

export function CopyOffer() {
  const app = useApp();
  const { device, clock } = app.ports;
  const { offer, busy } = current(app.core.sync.syncState);
  const [answer, setAnswer] = useState(() => copyAnswer(device, clock.now()));
  if (!offer) return null;
  const choose = (to: CopyAnswer) => {
    answerCopy(device, to, clock.now());
    setAnswer(to);
    if (to !== "later") void app.core.sync.syncNow();
  };
  return (
    <div class="app-offer">
      {answer && answer !== "now" && (
        <p class="ui-quiet ui-small" role="status">
          {t(`mobile.device.offer_${answer}`)}
        </p>
      )}
      <div class="app-status-deeds">
        <Button
          kind="primary"
          icon="download"
          disabled={answer === "now" && busy}
          onPress={() => choose("now")}
        >
          {t("mobile.device.download_now")}
        </Button>
        {device.connection()?.type !== undefined && answer !== "wifi" && (
          <Button onPress={() => choose("wifi")}>{t("mobile.device.download_wifi")}</Button>
        )}
        {answer === null && (
          <Button onPress={() => choose("later")}>{t("mobile.device.download_later")}</Button>
        )}
      </div>
    </div>
  );
}
