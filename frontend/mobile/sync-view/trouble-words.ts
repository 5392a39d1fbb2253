/**
 * Why the phone stands as it does, in one sentence of its own for each cause. Pure.
 */
import type { Lens } from "../../blocks/lens";
import { problemText } from "../../fields/problem-text";
import { formatBytes, formatDateTime } from "../../shared/formats";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import type { Mishap, SyncState, Trouble } from "../../sync/status";

export function whyWords(
  {
    kind,
    problem,
    remedy,
    trouble,
    offer,
  }: Pick<SyncState, "kind" | "problem" | "remedy" | "trouble" | "offer">,
  lens: Lens | null,
): string {
  if (remedy === "sign_in") return t("mobile.device.signed_out");
  if (kind === "offline") return trouble ? troubleWords(trouble, lens) : t("mobile.status.why.offline");
  if (problem) return problemText(problem);
  if (kind === "offered") return offerWords(offer ?? { records: 0, bytes: 0 });
  return t(`mobile.status.why.${kind}`);
}

/** What went wrong last, and when. */
export function mishapWords({ at, what }: Mishap, lens: Lens | null): string {
  const why = "code" in what ? problemText(what) : troubleWords(what, lens);
  return t("mobile.device.last_trouble", { moment: formatDateTime(new Date(at)), why });
}

export function offerWords({ records, bytes, since }: NonNullable<SyncState["offer"]>): string {
  const told = { count: records, size: formatBytes(bytes) };
  if (!since) return t("mobile.device.offer", told);
  return t("mobile.device.offer_absent", { ...told, moment: formatDateTime(new Date(since)) });
}

function troubleWords(trouble: Trouble, lens: Lens | null): string {
  switch (trouble.kind) {
    case "network":
      return t("mobile.device.no_network");
    case "silence":
      return t("mobile.status.why.offline");
    case "server":
      return t("mobile.device.server_failed");
    case "slow": {
      const name = lens?.text(lens.entity(trouble.entity)?.plural) ?? trouble.entity;
      return t("mobile.device.slow", { entity: name });
    }
    default:
      return unreachable(trouble);
  }
}
