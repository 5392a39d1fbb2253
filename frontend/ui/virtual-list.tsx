/**
 * A list of any length that draws only the rows near what is seen.
 *
 * All rows have one height: the estimate until the first rows are drawn, then the tallest of those. The row that
 * has the focus stays drawn wherever the list is scrolled to, and when rows come or go above, the list keeps the
 * row at its top where it is. A screen reader hears each row's place in the whole list.
 */
import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { RowWindow } from "./row-window";
import "./virtual-list.css";

/** Where a list is scrolled to: the row at the top and how far it is cut off, in pixels. */
export interface ListPlace {
  readonly index: number;
  readonly offset: number;
}

interface VirtualListProps {
  readonly count: number;
  readonly rowKey: (index: number) => string;
  readonly renderRow: (index: number) => ComponentChildren;
  /** An estimate in pixels. */
  readonly rowHeight: number;
  readonly label: string;
  /** Kept by the caller, so that coming back finds the list where it was left. */
  readonly place?: Signal<ListPlace>;
}

export function VirtualList({ count, rowKey, renderRow, rowHeight, label, place }: VirtualListProps) {
  const list = useRef<HTMLDivElement>(null);
  const own = useMemo(() => place ?? signal<ListPlace>({ index: 0, offset: 0 }), [place]);
  const rows = useMemo(() => new RowWindow(rowHeight, own), [rowHeight, own]);
  rows.count = count;
  rows.rowKey = rowKey;

  useLayoutEffect(() => (list.current ? rows.attach(list.current) : undefined), [rows]);
  useLayoutEffect(() => rows.rowsChanged());
  useEffect(() => rows.measure());

  const height = rows.height.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are not drawn cannot be list items of a native list
    <div
      ref={list}
      class="ui-virtual"
      role="list"
      aria-label={label}
      style={{ height: `${count * height}px` }}
      onKeyDown={(event) => rows.onKeyDown(event)}
      onFocusIn={(event) => rows.onFocusIn(event)}
      onFocusOut={(event) => rows.onFocusOut(event)}
    >
      {rows.drawn().map((index) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={rowKey(index)}
          class="ui-virtual-row"
          role="listitem"
          aria-setsize={count}
          aria-posinset={index + 1}
          data-index={index}
          style={{ transform: `translateY(${index * height}px)`, minHeight: `${height}px` }}
        >
          {renderRow(index)}
        </div>
      ))}
    </div>
  );
}
