/**
 * The arithmetic of a list that draws only the rows near what is seen; every row has the same height.
 */

export interface RowRange {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

export const NO_ROWS: RowRange = { first: 0, end: 0 };

/** The rows to draw: those in view and some before and after, so that a fling shows no gap. */
export function rowsInView(scrolled: number, viewHeight: number, rowHeight: number, count: number): RowRange {
  if (count <= 0 || rowHeight <= 0) return NO_ROWS;
  const seen = Math.ceil(viewHeight / rowHeight);
  const margin = Math.max(4, Math.ceil(seen / 2));
  const top = Math.min(Math.max(0, Math.floor(scrolled / rowHeight)), Math.max(0, count - seen));
  return { first: Math.max(0, top - margin), end: Math.min(count, top + seen + margin + 1) };
}

/** How far the list must scroll so that one whole row is seen, or undefined when it is. */
export function scrollToShow(
  index: number,
  scrolled: number,
  viewHeight: number,
  rowHeight: number,
): number | undefined {
  const top = index * rowHeight;
  if (top < scrolled) return top;
  if (top + rowHeight > scrolled + viewHeight) return top + rowHeight - viewHeight;
  return undefined;
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
