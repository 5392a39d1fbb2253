/**
 * The focus kept among the things of the page when what had it goes: a line that is removed, a step that is done.
 *
 * The browser lets it fall to the body, and a keyboard begins anew. Here it goes back to what has only been moved,
 * on to the next thing of its group, else to the heading of its dialog or pane. Whoever puts it somewhere on purpose
 * does so afterwards, and wins. In a dialog Tab goes round: one whose next part is still on its way has no other end.
 */
import { roundDialog } from "./dialog-round";
import { REACHABLE } from "./reachable";

const GROUP = '[role="tree"], [role="group"], fieldset, table, ul, ol, dialog, [data-pane], main';
const PLACE = "dialog, [data-pane], main";

/** Watch over the focus in everything on the ground until the returned function is called. */
export function keepFocus(ground: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  let beside: readonly HTMLElement[] = [];
  let place: Element | null = null;
  const note = () => {
    const here = document.activeElement;
    if (!(here instanceof HTMLElement) || here === document.body) return;
    const group = here.closest(GROUP);
    const all = [...(group?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])];
    const at = all.indexOf(here);
    last = here;
    // The rows of a tree come and go; which of them is reached next is the tree's own affair.
    beside = group?.role === "tree" ? [] : [...all.slice(at + 1), ...all.slice(0, Math.max(0, at)).reverse()];
    place = here.closest(PLACE);
  };
  const forget = () => {
    last = null;
  };
  const mend = () => {
    const here = document.activeElement;
    if (!last || (here && here !== document.body && !here.matches(":disabled"))) return;
    for (const one of [last, ...beside]) if (takes(one)) return;
    const dialogs = [...document.querySelectorAll("dialog[open]")].reverse();
    for (const one of [place, ...dialogs, ...document.querySelectorAll("[data-pane=contents], main")]) {
      if (one?.isConnected && takes(headOf(one))) return;
    }
  };
  const changes = new MutationObserver(mend);
  changes.observe(ground, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  ground.addEventListener("keydown", roundDialog);
  ground.addEventListener("focusin", note);
  ground.addEventListener("pointerdown", forget);
  return () => {
    changes.disconnect();
    ground.removeEventListener("keydown", roundDialog);
    ground.removeEventListener("focusin", note);
    ground.removeEventListener("pointerdown", forget);
  };
}

function takes(one: HTMLElement | null): boolean {
  if (!one?.isConnected || one.matches(":disabled")) return false;
  one.focus();
  return document.activeElement === one;
}

/** Where one begins in a dialog or a pane: the row of its tree that Tab reaches, else its heading. */
function headOf(place: Element): HTMLElement | null {
  const head =
    place.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]') ??
    place.querySelector<HTMLElement>("h1, h2");
  if (head && !head.hasAttribute("tabindex")) head.tabIndex = -1;
  return head;
}
