/**
 * Device status: how this phone stands with the office, why, what is on it, and a button that answers.
 */
import { useEffect, useState } from "preact/hooks";
import { problemText } from "../../fields/problem-text";
import { formatBytes, formatDateTime, formatNumber } from "../../shared/formats";
import { type MessageKey, t } from "../../shared/messages";
import type { SyncKind } from "../../sync/status";
import { Button } from "../../ui/button";
import { Switch } from "../../ui/checkbox";
import { Icon } from "../../ui/icon";
import { List } from "../../ui/list";
import { ListRow } from "../../ui/list-row";
import { current } from "../../ui/live";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { RecordsHere, Refreshing, WhatMoved } from "../keeping/here";
import type { StorageFacts } from "../ports";
import { pathOf } from "../routes";
import { Check } from "../sync-view/check";
import { needingYou, pendingRecords } from "../sync-view/pending";
import { TooOld } from "../sync-view/too-old";
import { CopyProgress } from "./first-run";
import { TabPage } from "./tab-page";

export function StatusPage() {
  return (
    <TabPage title={t("mobile.status.title")} back={{ kind: "more" }}>
      <Exchange />
      <TooOld />
      <OnThisPhone />
      <Check />
      <WhatMoved />
      <RecordsHere />
      <Refreshing />
      <Keeping />
    </TabPage>
  );
}

function Exchange() {
  const app = useApp();
  const { sync, replica } = app.core;
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
      <p class="ui-quiet">
        {state.problem ? problemText(state.problem) : t(`mobile.status.why.${state.kind}`)}
      </p>
      <p class="ui-quiet ui-small">
        {state.at
          ? t("mobile.status.heard", { moment: formatDateTime(new Date(state.at)) })
          : t("mobile.status.never_heard")}
      </p>
      {state.progress && <CopyProgress progress={state.progress} />}
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
          {trying ? t("mobile.status.trying") : t("mobile.status.try_now")}
        </Button>
      </div>
      <p class="ui-small" role="status">
        {answer}
      </p>
      <Switch
        label={t("mobile.status.hold")}
        help={t("mobile.status.hold_help")}
        checked={replica.held}
        onChange={(held) => void app.savings.attempt(() => sync.hold(held))}
      />
    </section>
  );
}

const ICONS = {
  starting: "circle-dashed",
  upToDate: "cloud-check",
  waiting: "arrow-up-from-line",
  sending: "cloud-upload",
  receiving: "download",
  offline: "cloud-off",
  held: "cloud-off",
  attention: "triangle-alert",
  updateReady: "circle-arrow-up",
} as const satisfies Record<SyncKind, string>;

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

function OnThisPhone() {
  const app = useApp();
  const files = app.core.replica.blobs.onTheirWay.value.size;
  const rows: readonly (readonly [MessageKey, number])[] = [
    ["mobile.outbox.waiting", pendingRecords(app)],
    ["mobile.outbox.needs", needingYou(app)],
    ["mobile.status.photos", files],
  ];
  return (
    <section aria-labelledby="status-pending">
      <SectionHeader id="status-pending" title={t("mobile.status.pending")} />
      <List labelledBy="status-pending">
        {rows.map(([key, count]) => (
          <ListRow
            key={key}
            title={t(key)}
            figure={formatNumber(count)}
            href={pathOf({ kind: "outbox" })}
            arrow
          />
        ))}
      </List>
    </section>
  );
}

function Keeping() {
  const app = useApp();
  const { device } = app.ports;
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  useEffect(() => {
    let gone = false;
    device
      .storageFacts()
      .then((found) => !gone && setFacts(found))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [device]);
  if (!facts) return null;
  const persist = async () => {
    const persisted = await device.persist();
    setFacts({ ...facts, persisted });
    app.toasts.show(t(persisted ? "mobile.status.kept" : "mobile.status.not_kept"));
  };
  return (
    <section aria-labelledby="status-storage">
      <SectionHeader id="status-storage" title={t("mobile.status.storage")} />
      <List labelledBy="status-storage">
        {facts.used !== null && <ListRow title={t("mobile.status.used")} figure={formatBytes(facts.used)} />}
        {facts.quota !== null && (
          <ListRow title={t("mobile.status.quota")} figure={formatBytes(facts.quota)} />
        )}
        <ListRow title={t("mobile.status.persisted")} figure={persistedWord(facts.persisted)} />
      </List>
      {facts.persisted === false && (
        <div class="app-block">
          <p class="ui-quiet ui-small">{t("mobile.status.persist_help")}</p>
          <Button icon="hard-drive" onPress={() => void persist()}>
            {t("mobile.status.persist")}
          </Button>
        </div>
      )}
    </section>
  );
}

function persistedWord(persisted: boolean | null): string {
  if (persisted === null) return t("mobile.status.unknown");
  return persisted ? t("field.yes") : t("field.no");
}
