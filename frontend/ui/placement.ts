/**
 * Where a popover stands: below the end of the thing that opened it, or above when there is no room.
 */

const GAP = 4;
const EDGE = 8;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The top left corner that keeps the panel beside its anchor and inside the view. */
export function corner(
  anchor: Box,
  panel: Size,
  view: Size,
  rightToLeft: boolean,
): { left: number; top: number } {
  const wanted = rightToLeft ? anchor.left : anchor.right - panel.width;
  const left = Math.max(EDGE, Math.min(wanted, view.width - panel.width - EDGE));
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - panel.height;
  const fits = below + panel.height <= view.height - EDGE || above < EDGE;
  return { left, top: Math.max(EDGE, fits ? Math.min(below, view.height - panel.height - EDGE) : above) };
}

export function beside(anchor: HTMLElement, panel: HTMLElement): void {
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const rightToLeft = getComputedStyle(anchor).direction === "rtl";
  const size = { width: panel.offsetWidth, height: panel.offsetHeight };
  const { left, top } = corner(anchor.getBoundingClientRect(), size, view, rightToLeft);
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
