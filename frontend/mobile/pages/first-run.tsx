/**
 * A whole copy coming down, the first or one that takes the place of what is here: how far it is, and that it goes on
 * where it was. The app can be used before it is whole.
 */
import type { ComponentChildren } from "preact";
import { problemText } from "../../fields/problem-text";
import { isWhole } from "../../local/database";
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import type { Progress as CopyState, SyncState } from "../../sync/status";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Progress } from "../../ui/progress";
import { useApp } from "../app-context";
import { CopyOffer } from "../sync-view/copy-offer";
import "../sync-view/device.css";
import { offerWords } from "../sync-view/trouble-words";
import { TabPage } from "./tab-page";

export function FirstRunPage() {
  const app = useApp();
  return (
    <TabPage title={t("mobile.first.title", { name: app.person.name.split(" ")[0] ?? "" })} large>
      <FirstCopy />
    </TabPage>
  );
}

export function FirstCopy() {
  const app = useApp();
  const { replica, sync } = app.core;
  const state = current(sync.syncState);
  const here = replica.checkpoint.value;
  const renewing = isWhole(here);
  if (renewing && !state.progress && !state.offer) return null;
  const definitions = replica.metadata.value !== null;
  return (
    <section class="app-first" aria-label={t(renewing ? "mobile.first.new_label" : "mobile.first.label")}>
      {renewing ? (
        !state.offer && (
          <p>{t(state.progress?.total === null ? "mobile.first.catching_up" : "mobile.first.renewing")}</p>
        )
      ) : (
        <Stage done={definitions}>{t("mobile.first.definitions")}</Stage>
      )}
      {!renewing && here && <Stage done>{t("mobile.first.stage")}</Stage>}
      {state.offer && <p>{offerWords(state.offer)}</p>}
      <CopyOffer />
      {definitions && !state.offer && <CopyProgress progress={state.progress} />}
      {isAway(state) && <Away state={state} />}
    </section>
  );
}

/** What is to be done in a place that waits for the copy: agree to it, try again, or see how far it is. */
export function CopyNext() {
  const state = current(useApp().core.sync.syncState);
  return (
    <div class="app-copy-next">
      {state.offer ? (
        <>
          <p>{offerWords(state.offer)}</p>
          <CopyOffer />
        </>
      ) : isAway(state) ? (
        <Away state={state} />
      ) : (
        <CopyProgress progress={state.progress} />
      )}
    </div>
  );
}

function isAway({ kind }: SyncState): boolean {
  return kind === "offline" || kind === "held" || kind === "attention";
}

function Away({ state: { problem, remedy } }: { readonly state: SyncState }) {
  const app = useApp();
  return (
    <div class="app-first-away" role="status">
      <p>{problem ? problemText(problem) : t("mobile.first.away")}</p>
      {remedy === "sign_in" ? (
        <Button onPress={app.askAgain}>{t("mobile.status.sign_in")}</Button>
      ) : (
        <Button icon="refresh-cw" onPress={() => void app.core.sync.syncNow()}>
          {t("mobile.status.try_now")}
        </Button>
      )}
    </div>
  );
}

/** Records, and how much came over the network for them. */
export function CopyProgress({ progress }: { readonly progress: CopyState | null }) {
  return (
    <Progress
      label={t("mobile.first.records")}
      done={progress?.received ?? 0}
      total={progress?.total ?? undefined}
      counts={progress && countsOf(progress)}
    />
  );
}

function countsOf({ received: done, total, bytes }: CopyState): string {
  if (total === null) return t("mobile.first.so_far", { done });
  return t("mobile.first.counts", { done, total, size: formatBytes(bytes) });
}

function Stage({ done, children }: { readonly done: boolean; readonly children: ComponentChildren }) {
  return (
    <p class={`app-stage${done ? " ui-state-sent" : ""}`}>
      <Icon name={done ? "check" : "circle-dashed"} />
      <span>{children}</span>
    </p>
  );
}
