/**
 * How this person works offline, as his administrator says: what a form may become while the office is out of reach.
 */
import type { Action, Experience } from "../../protocol";
import { t } from "../../shared/messages";
import { awayReason, isAway } from "../at-office";
import type { Reason } from "../keeping/permits";
import type { OpenApp } from "../open-app";

/** Where nobody has said anything. */
const SEAMLESS: Experience = { mode: "seamless", existing: true, lookups: true, chains: true };

const AT_OFFICE = { offline: "online" } as const;

/** Signals are read. */
export function experienceOf(app: OpenApp): Experience {
  return app.core.replica.metadata.value?.experience ?? SEAMLESS;
}

/** Tell whether what is done now stays a draft until its writer sends it. Signals are read. */
export function draftsOnly(app: OpenApp): boolean {
  return experienceOf(app).mode === "drafts" && isAway(app);
}

/** Tell whether a form is done at the office while its writer waits. Signals are read. */
export function isOnlineOnly(app: OpenApp, action: Pick<Action, "offline">): boolean {
  return action.offline === "online" || experienceOf(app).mode === "online";
}

/** Say why a form cannot be saved now; null when it can, if only as a draft. Signals are read. */
export function savingReason(app: OpenApp, action: Pick<Action, "offline" | "kind">): Reason {
  if (isOnlineOnly(app, action)) return awayReason(app, AT_OFFICE);
  const barred = action.kind === "edit" && draftsOnly(app) && !experienceOf(app).existing;
  return barred ? t("mobile.draft.only_new") : null;
}

/** Say why references are not set now; null when they are. Signals are read. */
export function lookupReason(app: OpenApp): Reason {
  return draftsOnly(app) && !experienceOf(app).lookups ? t("mobile.draft.no_lookups") : null;
}

/** Tell whether a draft may name another one. Signals are read. */
export function mayChain(app: OpenApp): boolean {
  return !draftsOnly(app) || experienceOf(app).chains;
}
