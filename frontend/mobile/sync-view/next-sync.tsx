/**
 * When this phone asks the office for news next.
 */
import { formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { current } from "../../ui/live";
import { useApp } from "../app-context";

/** @param every milliseconds between two pulls */
export function NextSync({ every }: { readonly every: number }) {
  const app = useApp();
  const { replica, sync } = app.core;
  const { kind } = current(sync.syncState);
  const at = replica.checkpoint.value?.at;
  if (!at || kind === "held") return null;
  return <p class="app-note">{nextWords(every, Date.parse(at), app.ports.clock.now())}</p>;
}

function nextWords(every: number, last: number, now: number): string {
  if (every === 0) return t("mobile.device.next_at_once");
  if (!Number.isFinite(every)) return t("mobile.device.next_by_hand");
  if (last + every <= now) return t("mobile.device.next_due");
  return t("mobile.device.next_sync", { moment: formatDateTime(new Date(last + every)) });
}
