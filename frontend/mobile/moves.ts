/**
 * Moving between pages: links stay in the app, the focus goes to the new page's heading, the way back finds a page
 * where it was left.
 */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "./app-context";

export function useMoves(root: RefObject<HTMLElement | null>): void {
  const app = useApp();
  const { key } = app.ports.place.entry.value;
  const first = useRef(true);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const follow = (event: MouseEvent) => {
      const path = innerPath(event);
      if (path === null) return;
      event.preventDefault();
      transition(() => app.go(path));
    };
    const note = (event: Event) => {
      const scroller = event.target;
      if (scroller instanceof HTMLElement && scroller === pageScroller(element)) {
        app.memory.noteScroll(app.ports.place.entry.peek().key, scroller.scrollTop);
      }
    };
    const keep = (event: BeforeUnloadEvent) => app.unsaved.peek() && event.preventDefault();
    element.addEventListener("click", follow);
    element.addEventListener("scroll", note, { capture: true, passive: true });
    addEventListener("beforeunload", keep);
    return () => {
      element.removeEventListener("click", follow);
      element.removeEventListener("scroll", note, { capture: true });
      removeEventListener("beforeunload", keep);
    };
  }, [app]);

  // Another entry of the history is what this waits for
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return;
    const scroller = pageScroller(element);
    if (scroller) scroller.scrollTop = app.memory.scroll(key);
    if (first.current) first.current = false;
    else settle(element);
  }, [key]);
}

/** The address of a link inside the app that was clicked plainly; null when the browser should see to it. */
function innerPath(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const href = link?.getAttribute("href");
  if (!href?.startsWith("/app/") || link?.hasAttribute("target")) return null;
  return href;
}

/** What scrolls: the record beside its list, or the page. */
export function pageScroller(root: HTMLElement): HTMLElement | null {
  return (
    root.querySelector<HTMLElement>(".ui-split-open > .ui-split-detail") ?? root.querySelector(".ui-app-page")
  );
}

/** Put the focus on the heading of the page that is new. */
function settle(root: HTMLElement): void {
  const page = pageScroller(root);
  const heading = page?.querySelector<HTMLElement>("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** A page that takes longer than this to draw leaves no time for a transition. */
const SPARE_MS = 32;

/** Whether the page before was drawn with time to spare; of the first nothing is known. */
let spare = false;

/**
 * Move to another page, by a transition of both where the device has the time: for its picture of the old page the
 * browser lets the finger wait as long again as a slow device draws.
 */
function transition(move: () => void): void {
  const drawn = async () => {
    const begun = performance.now();
    move();
    // Drawing is held up in a transition, so no animation frame would come.
    await new Promise((done) => setTimeout(done));
    spare = performance.now() - begun <= SPARE_MS;
  };
  const calm = typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (spare && !calm && typeof document.startViewTransition === "function")
    // One that the next move overtakes is skipped, and rejects: its page comes all the same
    document.startViewTransition(drawn).ready.catch(() => undefined);
  else void drawn();
}
