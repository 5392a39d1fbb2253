/**
 * What was drawn on a signature pad: strokes of points, in parts of the pad's width, so that its size does not matter.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Stroke = readonly Point[];

/** The height of the pad, in parts of its width. */
export const HEIGHT = 1 / 3;
/** A line shorter than this, in parts of the pad's width, is a slip of the finger and signs nothing. */
const SHORTEST = 0.05;

/** Tell whether enough was drawn to be a signature. */
export function isSigned(strokes: readonly Stroke[]): boolean {
  return strokes.reduce((sum, stroke) => sum + length(stroke), 0) >= SHORTEST;
}

function length(stroke: Stroke): number {
  return stroke.reduce((sum, { x, y }, at) => {
    const before = stroke[at - 1];
    return before ? sum + Math.hypot(x - before.x, y - before.y) : 0;
  }, 0);
}

/** Return strokes with a point more at the end of the last. */
export function drawnTo(strokes: readonly Stroke[], point: Point): readonly Stroke[] {
  return [...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), point]];
}

/** What of a canvas draws strokes. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" | "stroke"
>;

/** Draw strokes on a pad that is so wide: round through the middles of their points, not in corners. */
export function draw(strokes: readonly Stroke[], width: number, pen: Pen): void {
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(({ x, y }) => ({ x: x * width, y: y * width }));
    if (!first) continue;
    pen.beginPath();
    pen.moveTo(first.x, first.y);
    for (const [at, point] of rest.entries()) {
      const next = rest[at + 1];
      if (next) pen.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
      else pen.lineTo(point.x, point.y);
    }
    if (rest.length === 0) pen.lineTo(first.x, first.y);
    pen.stroke();
  }
}
