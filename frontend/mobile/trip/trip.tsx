/**
 * Going on a trip, and coming back: everything is brought here, the phone says when it is safe to disconnect, and
 * afterwards what was done is sent and counted. The button always names the other state.
 */
import { useState } from "preact/hooks";
import { formatDateTime, formatNumber } from "../../shared/formats";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import type { IconName } from "../../ui/icon-names";
import { current } from "../../ui/live";
import { Progress } from "../../ui/progress";
import { SectionHeader } from "../../ui/section-header";
import { useApp } from "../app-context";
import { CopyProgress } from "../pages/first-run";
import { holdNow } from "../sync-view/hold-switch";
import { pendingRecords } from "../sync-view/pending";
import { comeBack } from "./come-back";
import type { Preparation, Stage } from "./prepare";
import { underWayIn } from "./under-way";

export function Trip() {
  const held = current(useApp().core.replica.held) !== null;
  return (
    <section aria-labelledby="status-trip">
      <SectionHeader id="status-trip" title={t("mobile.trip.title")} />
      <div class="app-block">{held ? <Away /> : <Here />}</div>
    </section>
  );
}

function Here() {
  const app = useApp();
  const trip = underWayIn(app);
  const now = current(trip.now);
  const underWay = now !== null && now.end === null;
  return (
    <>
      {!now && <p class="ui-quiet ui-small">{t("mobile.trip.help")}</p>}
      {now && (
        <ol class="app-stages" aria-label={t("mobile.trip.stages")}>
          {now.stages.map((stage) => (
            <StageLine key={stage.name} stage={stage} />
          ))}
        </ol>
      )}
      {underWay && <HowFar now={now} />}
      <div class="app-trip-end" role="status">
        {now?.end && <Ending now={now} />}
      </div>
      <div class="app-status-deeds">
        {underWay ? (
          <Button onPress={() => trip.stop()}>{t("mobile.trip.stop")}</Button>
        ) : (
          <>
            <Button
              kind={now?.end === "safe" ? "quiet" : "primary"}
              icon={now ? "rotate-cw" : "package"}
              onPress={() => trip.start()}
            >
              {t(now ? "mobile.trip.again" : "mobile.trip.prepare")}
            </Button>
            {now && (
              <Button
                kind={now.end === "safe" ? "primary" : "quiet"}
                icon="plane"
                onPress={() => void holdNow(app)}
              >
                {t("mobile.trip.go")}
              </Button>
            )}
          </>
        )}
      </div>
    </>
  );
}

function HowFar({ now }: { readonly now: Preparation }) {
  const { progress } = current(useApp().core.sync.syncState);
  if (progress) return <CopyProgress progress={progress} />;
  const { pictures } = now;
  const going = now.stages.find(({ state }) => state === "going");
  if (!pictures || going?.name !== "pictures") return null;
  return <Progress label={t("mobile.trip.stage.pictures")} done={pictures.here} total={pictures.wanted} />;
}

function StageLine({ stage }: { readonly stage: Stage }) {
  const { icon, look } = LOOKS[stage.state];
  return (
    <li class={`app-stage ${look}`}>
      <Icon name={icon} />
      <span>
        {t(`mobile.trip.stage.${stage.name}`)}
        {stage.state === "lacking" && (
          <span class="app-stage-why">{t(`mobile.trip.lack.${stage.lack}`, { count: stage.count })}</span>
        )}
      </span>
    </li>
  );
}

const LOOKS = {
  waiting: { icon: "circle-dashed", look: "ui-state-offline" },
  going: { icon: "refresh-cw", look: "ui-state-waiting" },
  here: { icon: "check", look: "ui-state-sent" },
  lacking: { icon: "triangle-alert", look: "ui-state-needs" },
} as const satisfies Record<Stage["state"], { icon: IconName; look: string }>;

function Ending({ now }: { readonly now: Preparation }) {
  const { checkpoint } = useApp().core.replica;
  if (now.end === "stopped") return <p>{t("mobile.trip.stopped")}</p>;
  const here = checkpoint.value;
  const records = Object.values(here?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  const safe = now.end === "safe";
  return (
    <>
      <p class={`app-status-word ${safe ? "ui-state-sent" : "ui-state-needs"}`}>
        <Icon name={safe ? "circle-check" : "triangle-alert"} size={24} />
        <strong>{t(safe ? "mobile.trip.safe" : "mobile.trip.lacking")}</strong>
      </p>
      {here && (
        <p class="ui-quiet">
          {t("mobile.trip.here", {
            records: formatNumber(records),
            count: now.pictures?.here ?? 0,
            moment: formatDateTime(new Date(here.at)),
          })}
        </p>
      )}
    </>
  );
}

function Away() {
  const app = useApp();
  const [going, setGoing] = useState(false);
  const waiting = pendingRecords(app);
  return (
    <>
      <p class="ui-quiet">{t("mobile.trip.away", { count: waiting })}</p>
      <div class="app-status-deeds">
        <Button
          kind="primary"
          icon="cloud-upload"
          disabled={going}
          onPress={() => {
            setGoing(true);
            void comeBack(app).then((done) =>
              app.toasts.show(t("mobile.trip.returned", done), undefined, 10),
            );
          }}
        >
          {t("mobile.trip.back")}
        </Button>
      </div>
    </>
  );
}
