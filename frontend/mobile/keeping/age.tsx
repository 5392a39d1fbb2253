/**
 * As of when the records of a page are, in a quiet line; it says why they are not of now.
 *
 * What the office has told is here at once while somebody listens to it. With an interval, what is shown is as old as
 * the last pull, and so it is without a network.
 */

import { t } from "../../shared/messages";
import { formatRecent } from "../../shared/recent";
import { refreshEvery } from "../../sync/refresh";
import { Icon } from "../../ui/icon";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { pullInterval } from "../data-saver";
import type { OpenApp } from "../open-app";
import { everyWords } from "../sync-view/every-words";
import { reaches } from "./wholes";
import "./age.css";

export function Age() {
  const app = useApp();
  const at = ageOf(app);
  if (at === null) return null;
  const moment = formatRecent(at, app.ports.clock.now());
  const fresh = reaches(app);
  return (
    <span class="app-age">
      {!fresh && <Icon name="cloud-off" />}
      <span>{words(app, moment)}</span>
    </span>
  );
}

/** When the office was heard of last about the records here; null: never. Signals are read. */
function ageOf(app: OpenApp): string | null {
  const pulled = app.core.replica.checkpoint.value?.at ?? null;
  if (pulled === null || !reaches(app) || interval(app) > 0) return pulled;
  return current(app.core.sync.syncState).at ?? pulled;
}

function words(app: OpenApp, moment: string): string {
  const { kind } = current(app.core.sync.syncState);
  if (kind === "held") return t("mobile.away.age_held", { moment });
  if (kind === "attention" && !reaches(app)) return t("mobile.away.age_attention", { moment });
  if (!reaches(app)) return t("mobile.away.age_offline", { moment });
  const minutes = interval(app) / 60_000;
  if (minutes === 0) return t("mobile.away.age", { moment });
  if (minutes === Number.POSITIVE_INFINITY) return t("mobile.away.age_by_hand", { moment });
  return t("mobile.away.age_every", { moment, every: everyWords(minutes) });
}

/** Milliseconds between two pulls; 0: as soon as there is something new. */
function interval({ ports: { device }, core: { replica } }: OpenApp): number {
  return refreshEvery(replica.metadata.value?.profile ?? null, pullInterval(device, replica));
}
