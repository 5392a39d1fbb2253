/**
 * Refreshing one kind of record, or one record, by itself: what is new comes, all of it is compared with the office,
 * and the user hears what came of it.
 */
import { formatTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import type { Part } from "../../sync/leader";
import type { OpenApp } from "../open-app";

/** Whoever asked for it hears something within this time. */
const PATIENCE = 3_000;

export async function refreshPart({ core, ports: { clock }, toasts }: OpenApp, part: Part): Promise<void> {
  const done = core.sync.checks.refresh(part).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => clock.after(PATIENCE, () => resolve(false)));
  const time = () => formatTime(new Date(clock.now()));
  toasts.show(
    (await Promise.race([done, late]))
      ? t("mobile.keep.refreshed", { time: time() })
      : t("mobile.keep.refresh_waits"),
  );
}
