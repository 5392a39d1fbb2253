/**
 * What the pill says: one state, the one that matters most. Pure.
 */
import type { MessageKey, MessageValues } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import type { SyncState } from "../../sync/status";
import type { IconName } from "../../ui/icon-names";
import type { State } from "../../ui/state";

export interface PillWords {
  readonly kind: State;
  readonly icon?: IconName;
  readonly key: MessageKey;
  readonly values?: MessageValues;
}

interface Counted {
  /** Records that wait. */
  readonly waiting: number;
  readonly needsYou: number;
  /** The time of day at which working offline by choice ends by itself. */
  readonly until?: string | null;
  /** What the entity is called that took too long. */
  readonly slow?: string;
}

/** Why nobody was reached, in two words. */
const AWAY = {
  network: "mobile.pill.no_network",
  silence: "mobile.pill.offline",
  server: "mobile.pill.server_failed",
  slow: "mobile.pill.slow",
} as const;

/** @param time writes a moment as hours and minutes, or a day if it was not today */
export function pillWords(
  {
    kind,
    at,
    counts,
    remedy,
    progress,
    trouble,
  }: Pick<SyncState, "kind" | "at" | "counts" | "remedy" | "progress" | "trouble">,
  { waiting, needsYou, until, slow }: Counted,
  time: (moment: string) => string,
): PillWords {
  switch (kind) {
    case "starting":
      return { kind: "offline", icon: "circle-dashed", key: "mobile.pill.starting" };
    case "upToDate":
      if (!at) return { kind: "sent", key: "mobile.pill.up_to_date" };
      return { kind: "sent", key: "mobile.pill.up_to_date_at", values: { time: time(at) } };
    case "waiting":
      if (waiting === 0)
        return { kind: "waiting", icon: "image", key: "mobile.pill.files", values: { count: counts.files } };
      return { kind: "waiting", key: "mobile.pill.to_send", values: { count: waiting } };
    case "sending":
      if (waiting === 0) return { kind: "waiting", icon: "refresh-cw", key: "mobile.pill.checking" };
      return {
        kind: "waiting",
        icon: "cloud-upload",
        key: "mobile.pill.sending",
        values: { count: waiting },
      };
    case "receiving":
      if (!progress?.total) return { kind: "waiting", icon: "download", key: "mobile.pill.receiving" };
      return {
        kind: "waiting",
        icon: "download",
        key: "mobile.pill.receiving_share",
        values: { share: Math.min(99, Math.floor((100 * progress.received) / progress.total)) },
      };
    case "offline":
      return {
        kind: "offline",
        key: AWAY[trouble?.kind ?? "silence"],
        values: { count: waiting, entity: slow ?? "" },
      };
    case "offered":
      return { kind: "waiting", icon: "download", key: "mobile.pill.offered" };
    case "held":
      if (until)
        return {
          kind: "offline",
          icon: "cloud-off",
          key: "mobile.pill.held_until",
          values: { time: until },
        };
      return { kind: "offline", icon: "cloud-off", key: "mobile.pill.held" };
    case "attention":
      if (remedy === "sign_in") return { kind: "needs", icon: "lock", key: "mobile.pill.sign_in" };
      if (needsYou > 0) return { kind: "needs", key: "mobile.pill.needs_you", values: { count: needsYou } };
      return { kind: "needs", key: "mobile.pill.attention" };
    case "updateReady":
      return { kind: "waiting", icon: "circle-arrow-up", key: "mobile.pill.update_ready" };
    default:
      return unreachable(kind);
  }
}
