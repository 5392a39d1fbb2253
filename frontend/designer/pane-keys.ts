/**
 * F6: the panes one after the other, each by what can be reached in it first.
 *
 * A pane is what carries `data-pane` with its name; a tree is entered at the row that has its place in the tab order.
 */
import { REACHABLE } from "./reachable";

export type PaneName = "bar" | "contents" | "preview" | "phone" | "properties" | "notices";

const IN_TREE = '[role="treeitem"][tabindex="0"]';

/** Put the focus into a pane; false where nothing in it takes it. */
export function enterPane(name: PaneName): boolean {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${name}"]`);
  return pane !== null && enter(pane);
}

/** Go on to the next pane that takes the focus, or back to the one before; round at the ends. */
export function nextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const from = here < 0 && step < 0 ? 0 : here;
  for (let away = 1; away <= panes.length; away += 1) {
    const pane = panes.at((from + step * away) % panes.length);
    if (pane && enter(pane)) return;
  }
}

function enter(pane: HTMLElement): boolean {
  const own = pane.matches("iframe") ? [pane] : [];
  const inside = pane.querySelectorAll<HTMLElement>(REACHABLE);
  const row = pane.querySelector<HTMLElement>(IN_TREE);
  for (const one of [...own, ...(row ? [row] : []), ...inside]) {
    one.focus();
    if (document.activeElement === one) return true;
  }
  return false;
}
