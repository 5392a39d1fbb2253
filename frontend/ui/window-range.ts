/**
 * The arithmetic of a list that draws only the rows near what is seen: all rows have one height, and the headings
 * among them another.
 */

export interface RowRange {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

export interface Heights {
  readonly row: number;
  readonly heading: number;
  /** Which rows are headings, in order. */
  readonly headings: readonly number[];
}

export const NO_ROWS: RowRange = { first: 0, end: 0 };

/** How far down a row begins; of one past the last, how tall the whole list is. */
export function topOf(index: number, { row, heading, headings }: Heights): number {
  const above = headingsAbove(index, headings);
  return (index - above) * row + above * heading;
}

export function headingsAbove(index: number, headings: Heights["headings"]): number {
  return firstWhere(headings.length, (at) => (headings[at] ?? 0) >= index);
}

export function isHeading(index: number, headings: Heights["headings"]): boolean {
  return headings[headingsAbove(index, headings)] === index;
}

/** Which row covers a place, as if there were rows without end; before the list it is the first. */
export function rowAt(place: number, heights: Heights): number {
  const { row, heading, headings } = heights;
  const begun = firstWhere(headings.length, (at) => topOf(headings[at] ?? 0, heights) > place);
  const last = headings[begun - 1];
  if (last === undefined) return Math.max(0, Math.floor(place / row));
  const into = place - topOf(last, heights) - heading;
  return into < 0 ? last : last + 1 + Math.floor(into / row);
}

/** The rows to draw: those in view and some before and after, so that a fling shows no gap. */
export function rowsInView(scrolled: number, viewHeight: number, heights: Heights, count: number): RowRange {
  if (count <= 0 || heights.row <= 0) return NO_ROWS;
  const last = Math.max(0, topOf(count, heights) - viewHeight);
  const top = rowAt(Math.min(Math.max(0, scrolled), last), heights);
  const below = rowAt(topOf(top, heights) + viewHeight, heights) + 1;
  const margin = Math.max(4, Math.ceil((below - top) / 2));
  return { first: Math.max(0, top - margin), end: Math.min(count, below + margin + 1) };
}

/** How far the list must scroll so that one whole row is seen, or undefined when it is. */
export function scrollToShow(
  index: number,
  scrolled: number,
  viewHeight: number,
  heights: Heights,
): number | undefined {
  const top = topOf(index, heights);
  if (top < scrolled) return top;
  const bottom = topOf(index + 1, heights);
  return bottom > scrolled + viewHeight ? bottom - viewHeight : undefined;
}

const SEARCHED = 500;

/** Where a row has gone since it was last seen at an index, looked for nearby first. */
export function findRow(
  key: string,
  near: number,
  count: number,
  rowKey: (index: number) => string,
): number | undefined {
  for (let distance = 0; distance <= SEARCHED; distance += 1) {
    for (const index of distance === 0 ? [near] : [near - distance, near + distance]) {
      if (index >= 0 && index < count && rowKey(index) === key) return index;
    }
  }
  return undefined;
}

/** The first number below `count` of which something holds that holds of all after it too; else `count`. */
function firstWhere(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
