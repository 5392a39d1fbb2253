/**
 * The two entries of a menu that move a node among its neighbours.
 */
import { t } from "../shared/messages";
import type { MenuItem } from "../ui/menu";

/** Offer the place before and the one after; `at` counts from zero among `count`. */
export function moving(at: number, count: number, move: (step: -1 | 1) => void): MenuItem[] {
  return [
    {
      id: "up",
      label: t("designer.tree.up"),
      icon: "arrow-up",
      disabled: at === 0,
      onSelect: () => move(-1),
    },
    {
      id: "down",
      label: t("designer.tree.down"),
      icon: "arrow-down",
      disabled: at === count - 1,
      onSelect: () => move(1),
    },
  ];
}
