/**
 * A row being drawn aside: how far it lies, and where it comes to rest. Pure; places are pixels towards the end of
 * the line, so that right-to-left needs no second rule.
 */

export interface Drag {
  readonly x: number;
  readonly y: number;
  /** How far the row was open when the finger came down. */
  readonly from: number;
}

/** How far a finger moves before it is known what it wants. */
const SLACK = 8;

/** What a finger wants: to draw the row aside, to scroll the page, or nothing yet. */
export function meaning(drag: Drag, x: number, y: number): "draw" | "scroll" | null {
  const [across, along] = [Math.abs(x - drag.x), Math.abs(y - drag.y)];
  if (Math.max(across, along) < SLACK) return null;
  return across > along ? "draw" : "scroll";
}

/** How far open a row lies under the finger; past its end it follows less and less. */
export function drawn(drag: Drag, x: number, width: number, rightToLeft: boolean): number {
  const open = drag.from + (rightToLeft ? x - drag.x : drag.x - x);
  if (open <= 0) return 0;
  return open <= width ? open : width + (open - width) / 4;
}

/** Whether a row that is let go stays open: by where it lies, and which way it came. */
export function staysOpen(drag: Drag, open: number, width: number): boolean {
  return drag.from === 0 ? open > width / 3 : open > (width * 2) / 3;
}
