/**
 * What the office says that a filter would bring: how many, how much, and the first of them by name.
 */
import { formatBytes } from "../../shared/formats";
import { t } from "../../shared/messages";
import type { Trial } from "./trial";

const NAMED = 3;

export function Promised({ trial }: { readonly trial: Trial }) {
  if (trial.kind === "asking") return <>{t("filter.brings.asking")}</>;
  if (trial.kind !== "told") return null;
  const { count, bytes, first } = trial.preview;
  const names = Object.values(first).filter(Boolean).slice(0, NAMED);
  const brings = t("filter.brings.office", { count, size: formatBytes(bytes) });
  if (names.length === 0) return <>{brings}</>;
  return <>{t("filter.brings.such_as", { brings, names: names.join(", ") })}</>;
}
