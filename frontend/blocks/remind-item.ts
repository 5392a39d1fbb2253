/**
 * The item of a menu that stands below what cannot be done without the office: a reminder for when it can be reached.
 */
import { t } from "../shared/messages";
import type { MenuItem } from "../ui/menu";
import type { Remind } from "./acting";

/** None where there is nothing to be reminded of. */
export function remindItem(id: string, name: string, remind: Remind | undefined): MenuItem[] {
  if (!remind) return [];
  const { on, toggle } = remind;
  const label = t(on ? "mobile.remind.not_of" : "mobile.remind.me_of", { name });
  return [{ id: `${id} remind`, label, icon: on ? "bell-off" : "bell", onSelect: toggle }];
}
