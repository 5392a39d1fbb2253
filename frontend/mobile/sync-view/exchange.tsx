/**
 * How this phone stands with the office, why, and the ways on: try now, sign in, take the new version, work offline.
 */
import { useEffect, useState } from "preact/hooks";
import { formatDateTime } from "../../shared/formats";
import { type MessageKey, t } from "../../shared/messages";
import type { SyncKind } from "../../sync/status";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { CopyProgress } from "../pages/first-run";
import { CopyOffer } from "./copy-offer";
import { HoldSwitch } from "./hold-switch";
import { mishapWords, whyWords } from "./trouble-words";
import "./device.css";

export function Exchange() {
  const app = useApp();
  const { sync, replica } = app.core;
  const copied = replica.checkpoint.value?.at;
  const state = current(sync.syncState);
  const [trying, setTrying] = useState(false);
  const [answer, setAnswer] = useState("");

  async function tryNow(): Promise<void> {
    setTrying(true);
    setAnswer("");
    const after = await sync.syncNow();
    setTrying(false);
    setAnswer(t(answerKey(after.kind)));
  }

  return (
    <section class="app-status" aria-label={t("mobile.status.exchange")}>
      <p class={`app-status-word ${look(state.kind)}`}>
        <Icon name={ICONS[state.kind]} size={24} />
        <strong>{t(`mobile.status.kind.${state.kind}`)}</strong>
      </p>
      <p class="ui-quiet">{whyWords(state, current(app.lens))}</p>
      <p class="ui-quiet ui-small">
        {state.at
          ? t("mobile.status.heard", { moment: formatDateTime(new Date(state.at)) })
          : t("mobile.status.never_heard")}
      </p>
      {copied && (
        <p class="ui-quiet ui-small">
          {t("mobile.status.as_of", { moment: formatDateTime(new Date(copied)) })}
        </p>
      )}
      {state.mishap && reached(state.kind) && (
        <p class="ui-quiet ui-small">{mishapWords(state.mishap, current(app.lens))}</p>
      )}
      {state.kind === "offline" && !trying && state.retryAt && !state.busy && <NextTry at={state.retryAt} />}
      {state.progress && <CopyProgress progress={state.progress} />}
      <CopyOffer />
      <div class="app-status-deeds">
        {state.remedy === "sign_in" && (
          <Button kind="primary" onPress={app.askAgain}>
            {t("mobile.status.sign_in")}
          </Button>
        )}
        {state.remedy === "update" && (
          <Button kind="primary" onPress={() => location.reload()}>
            {t("mobile.status.reload")}
          </Button>
        )}
        <Button icon="refresh-cw" onPress={() => void tryNow()} disabled={trying}>
          {trying
            ? t("mobile.status.trying")
            : t(reached(state.kind) ? "mobile.device.sync_now" : "mobile.status.try_now")}
        </Button>
      </div>
      <p class="ui-small" role="status">
        {answer}
      </p>
      <HoldSwitch />
    </section>
  );
}

/** The seconds until the phone tries again by itself. Not announced: a voice that counts helps nobody. */
function NextTry({ at }: { readonly at: number }) {
  const { clock } = useApp().ports;
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => clock.after(1_000, () => setNow(clock.now())), [clock, now]);
  const seconds = Math.max(0, Math.ceil((at - now) / 1_000));
  return <p class="ui-quiet ui-small">{t("mobile.device.next_try", { seconds })}</p>;
}

const ICONS = {
  starting: "circle-dashed",
  upToDate: "cloud-check",
  waiting: "arrow-up-from-line",
  sending: "cloud-upload",
  receiving: "download",
  offered: "download",
  offline: "cloud-off",
  held: "cloud-off",
  attention: "triangle-alert",
  updateReady: "circle-arrow-up",
} as const satisfies Record<SyncKind, string>;

/** Whether the last exchange came through, as far as the state says. */
function reached(kind: SyncKind): boolean {
  return kind !== "offline" && kind !== "starting" && kind !== "held" && kind !== "attention";
}

function look(kind: SyncKind): string {
  if (kind === "upToDate") return "ui-state-sent";
  if (kind === "attention") return "ui-state-needs";
  return kind === "offline" || kind === "held" || kind === "starting"
    ? "ui-state-offline"
    : "ui-state-waiting";
}

function answerKey(kind: SyncKind): MessageKey {
  if (kind === "offline" || kind === "starting") return "mobile.status.no_answer";
  if (kind === "held") return "mobile.status.answer_held";
  return kind === "attention" ? "mobile.status.answer_attention" : "mobile.status.answered";
}
