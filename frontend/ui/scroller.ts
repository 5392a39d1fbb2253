/**
 * The element that scrolls a part of the page: the nearest one around it, or the page itself.
 */
export function scrollerOf(element: HTMLElement): HTMLElement {
  for (let above = element.parentElement; above; above = above.parentElement) {
    if (above === document.body) break;
    const { overflowY } = getComputedStyle(above);
    if (overflowY === "auto" || overflowY === "scroll") return above;
  }
  return (document.scrollingElement as HTMLElement | null) ?? document.documentElement;
}

/** The thing to listen to for its scroll events. */
export function scrollTarget(scroller: HTMLElement): EventTarget {
  return scroller === document.scrollingElement || scroller === document.documentElement
    ? document
    : scroller;
}
