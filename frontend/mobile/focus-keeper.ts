/**
 * Keeps the focus on the page: what had it may be drawn no more, and the browser then lets it fall to the body.
 *
 * Whoever works by keyboard or by ear would begin at the top again. In a form or a sheet the focus goes to what is
 * left beside, anywhere else to the heading; never to a field, which would bring up a phone's keyboard. The same
 * heading is the document's title.
 */
import { pageScroller } from "./moves";

const FOCUSABLE = "button:not(:disabled), a[href], [tabindex='0']";

/** Watch what is drawn below an element until the returned function is called. */
export function keepFocus(root: HTMLElement): () => void {
  /** Whatever had the focus last, and what it stood in. */
  let trail: readonly Element[] = [document.body];
  const note = ({ target }: FocusEvent) => {
    if (target instanceof Element) trail = ancestry(target);
  };
  const look = () => {
    const heading = pageScroller(root)?.querySelector<HTMLElement>("h1");
    const title = heading?.textContent?.trim();
    if (title) document.title = `${title} · Satchel`;
    // A page in a frame takes no focus from what is around it.
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    if (trail[0] !== document.body && trail[0]?.isConnected) return;
    placeFor(trail, heading)?.focus({ preventScroll: true });
  };
  const drawn = new MutationObserver(look);
  drawn.observe(root, { childList: true, subtree: true, characterData: true });
  document.addEventListener("focusin", note);
  look();
  return () => {
    drawn.disconnect();
    document.removeEventListener("focusin", note);
  };
}

function placeFor(
  trail: readonly Element[],
  heading: HTMLElement | null | undefined,
): HTMLElement | undefined {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const near = trail.find(({ isConnected }) => isConnected);
  const beside = near?.closest("form, dialog") ? near.querySelector<HTMLElement>(FOCUSABLE) : null;
  if (beside && (!dialog || dialog.contains(beside))) return beside;
  const title = dialog ? dialog.querySelector<HTMLElement>("h2") : heading;
  if (title) title.tabIndex = -1;
  return title ?? undefined;
}

function ancestry(element: Element): Element[] {
  const above = element.parentElement;
  return above ? [element, ...ancestry(above)] : [element];
}
