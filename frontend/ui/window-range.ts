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

export function sameRange(one: RowRange, other: RowRange): boolean {
  return one.first === other.first && one.end === other.end;
}

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

/** The rows of which something is seen. */
export function rowsSeen(scrolled: number, viewHeight: number, heights: Heights, count: number): RowRange {
  if (count <= 0 || heights.row <= 0) return NO_ROWS;
  const last = Math.max(0, topOf(count, heights) - viewHeight);
  const first = rowAt(Math.min(Math.max(0, scrolled), last), heights);
  return { first, end: Math.min(count, rowAt(topOf(first, heights) + viewHeight, heights) + 2) };
}

/** The rows to draw: those in view and some before and after, so that a fling shows no gap. */
export function rowsInView(scrolled: number, viewHeight: number, heights: Heights, count: number): RowRange {
  const { first, end } = rowsSeen(scrolled, viewHeight, heights, count);
  if (first === end) return NO_ROWS;
  const margin = Math.max(4, Math.ceil((end - first - 1) / 2));
  return { first: Math.max(0, first - margin), end: Math.min(count, end + margin) };
}

/**
 * What to draw next of the rows that are wanted: all that is seen, and beyond it no more new ones than may come at
 * once.
 */
export function nextRows(drawn: RowRange, seen: RowRange, wanted: RowRange, most: number): RowRange {
  const kept = { first: Math.max(drawn.first, wanted.first), end: Math.min(drawn.end, wanted.end) };
  const touches = kept.first < kept.end && kept.first <= seen.end && kept.end >= seen.first;
  const base = touches
    ? { first: Math.min(kept.first, seen.first), end: Math.max(kept.end, seen.end) }
    : seen;
  const fresh = base.end - base.first - (touches ? kept.end - kept.first : 0);
  const left = Math.max(0, most - fresh);
  const end = Math.min(wanted.end, base.end + left);
  return { first: Math.max(wanted.first, base.first - left + (end - base.end)), end };
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
