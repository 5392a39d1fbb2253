/**
 * The first copy coming down: what is here already, and how far the rest is. The app can be used before it is whole.
 */
import type { ComponentChildren } from "preact";
import { problemText } from "../../fields/problem-text";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { Progress } from "../../ui/progress";
import { useApp } from "../app-context";
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
  if (replica.checkpoint.value) return null;
  const state = current(sync.syncState);
  const definitions = replica.metadata.value !== null;
  const away = state.kind === "offline" || state.kind === "held" || state.kind === "attention";
  return (
    <section class="app-first" aria-label={t("mobile.first.label")}>
      <Stage done={definitions}>{t("mobile.first.definitions")}</Stage>
      {definitions && (
        <Progress
          label={t("mobile.first.records")}
          done={state.progress?.received ?? 0}
          total={state.progress?.total ?? undefined}
        />
      )}
      {away && (
        <div class="app-first-away" role="status">
          <p>{state.problem ? problemText(state.problem) : t("mobile.first.away")}</p>
          {state.remedy === "sign_in" ? (
            <Button onPress={app.askAgain}>{t("mobile.status.sign_in")}</Button>
          ) : (
            <Button icon="refresh-cw" onPress={() => void sync.syncNow()}>
              {t("mobile.status.try_now")}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Stage({ done, children }: { readonly done: boolean; readonly children: ComponentChildren }) {
  return (
    <p class={`app-stage${done ? " ui-state-sent" : ""}`}>
      <Icon name={done ? "check" : "circle-dashed"} />
      <span>{children}</span>
    </p>
  );
}
