/**
 * One line of a list: title left, the number that matters right, one quiet line below.
 *
 * The state icon stands at the end of the quiet line, and only where it says something.
 */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import "./list-row.css";

interface RowContent {
  readonly title: ComponentChildren;
  readonly figure?: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly leading?: ComponentChildren;
  readonly state?: ComponentChildren;
}

interface RowTarget {
  readonly href?: string;
  readonly onSelect?: () => void;
  /** The row whose record is open in the pane beside the list. */
  readonly current?: boolean;
  /** An arrow at the end: the row leads to a further list or page of settings. */
  readonly arrow?: boolean;
}

export function ListRow({ href, onSelect, current, arrow, ...content }: RowContent & RowTarget) {
  const inside = (
    <>
      <Lines {...content} />
      {arrow && (
        <span class="ui-list-row-arrow">
          <Icon name="chevron-right" />
        </span>
      )}
    </>
  );
  if (href !== undefined) {
    return (
      <a class="ui-list-row" href={href} aria-current={current ? "true" : undefined} onClick={onSelect}>
        {inside}
      </a>
    );
  }
  if (onSelect) {
    return (
      <button
        class="ui-list-row"
        type="button"
        aria-current={current ? "true" : undefined}
        onClick={onSelect}
      >
        {inside}
      </button>
    );
  }
  return <div class="ui-list-row">{inside}</div>;
}

function Lines({ title, figure, note, leading, state }: RowContent) {
  return (
    <>
      {leading !== undefined && <span class="ui-list-row-leading">{leading}</span>}
      <span class="ui-list-row-lines">
        <span class="ui-list-row-line">
          <span class="ui-list-row-title">{title}</span>
          {figure !== undefined && <span class="ui-list-row-figure">{figure}</span>}
        </span>
        {(note !== undefined || state !== undefined) && (
          <span class="ui-list-row-line">
            <span class="ui-list-row-note">{note}</span>
            {state !== undefined && <span class="ui-list-row-state">{state}</span>}
          </span>
        )}
      </span>
    </>
  );
}
