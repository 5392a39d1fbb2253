/**
 * How often something is done, in words.
 */
import { t } from "../../shared/messages";

/** @param minutes between two times; 0: whenever there is something new */
export function everyWords(minutes: number): string {
  if (minutes === 0) return t("mobile.keep.at_once");
  if (minutes % 1440 === 0) return t("mobile.keep.every_days", { count: minutes / 1440 });
  if (minutes % 60 === 0) return t("mobile.keep.every_hours", { count: minutes / 60 });
  return t("mobile.keep.every_minutes", { count: minutes });
}
