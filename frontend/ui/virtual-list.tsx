/**
 * A list of any length that draws only the rows near what is seen.
 *
 * All rows have one height: the estimate until the first rows are drawn, then the tallest of those. Headings among
 * them have one of their own. The row that has the focus stays drawn wherever the list is scrolled to, and when rows come or go above, the list keeps the
 * row at its top where it is; at the very top only while a finger or the focus is on it. A screen reader hears each row's place in the whole list.
 */
import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { RowWindow } from "./row-window";
import { headingsAbove, isHeading, topOf } from "./window-range";
import "./virtual-list.css";

/** Where a list is scrolled to: the row at the top and how far it is cut off, in pixels. */
export interface ListPlace {
  readonly index: number;
  readonly offset: number;
}

interface VirtualListProps {
  readonly count: number;
  readonly rowKey: (index: number) => string;
  /** What a row shows; signals are read by components in it, not here. Another function: all rows are drawn anew. */
  readonly renderRow: (index: number) => ComponentChildren;
  /** An estimate in pixels. */
  readonly rowHeight: number;
  /** Which rows are headings, in order. */
  readonly headings?: readonly number[];
  readonly label: string;
  /** Kept by the caller, so that coming back finds the list where it was left. */
  readonly place?: Signal<ListPlace>;
}

const NO_HEADINGS: readonly number[] = [];

export function VirtualList(props: VirtualListProps) {
  const { count, rowKey, renderRow, rowHeight, headings = NO_HEADINGS, label, place } = props;
  const list = useRef<HTMLDivElement>(null);
  const own = useMemo(() => place ?? signal<ListPlace>({ index: 0, offset: 0 }), [place]);
  const rows = useMemo(
    () => new RowWindow({ row: rowHeight, heading: headingHeight() }, own),
    [rowHeight, own],
  );
  rows.count = count;
  rows.headings = headings;
  rows.rowKey = rowKey;

  useLayoutEffect(() => (list.current ? rows.attach(list.current) : undefined), [rows]);
  useLayoutEffect(() => rows.rowsChanged());
  useEffect(() => rows.measure());

  const heights = rows.heights;
  // A row is the same element as before for as long as nothing but the place has changed: a scroll draws what comes.
  const basis = [count, rowKey, renderRow, headings, heights.row, heights.heading];
  const kept = useMemo(() => ({ rows: new Map<number, ComponentChildren>() }), basis);
  const row = (index: number, heading: boolean) => {
    const place = heading
      ? { "data-heading": "" }
      : {
          "aria-setsize": count - headings.length,
          "aria-posinset": index + 1 - headingsAbove(index, headings),
        };
    const height = heading ? heights.heading : heights.row;
    return (
      // biome-ignore lint/a11y/useSemanticElements: rows that are not drawn cannot be list items of a native list
      <div
        key={rowKey(index)}
        class="ui-virtual-row"
        role="listitem"
        {...place}
        data-index={index}
        style={{ transform: `translateY(${topOf(index, heights)}px)`, minHeight: `${height}px` }}
      >
        {renderRow(index)}
      </div>
    );
  };
  kept.rows = new Map(
    rows.drawn().map((index) => [index, kept.rows.get(index) ?? row(index, isHeading(index, headings))]),
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      ref={list}
      class="ui-virtual"
      role="list"
      aria-label={label}
      style={{ height: `${topOf(count, heights)}px` }}
      onKeyDown={(event) => rows.onKeyDown(event)}
      onFocusIn={(event) => rows.onFocusIn(event)}
      onFocusOut={(event) => rows.onFocusOut(event)}
    >
      {[...kept.rows.values()]}
    </div>
  );
}

/** As tall as what a finger hits (`--target`), at the size of the reader's text. */
function headingHeight(): number {
  return 2.75 * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
}
