/**
 * One line of a list: title left, the number that matters right, one quiet line below.
 *
 * The state icon stands at the end of the quiet line, and only where it says something.
 */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import "./checkbox.css";
import "./list-row.css";

interface RowContent {
  readonly title: ComponentChildren;
  readonly figure?: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly leading?: ComponentChildren;
  readonly state?: ComponentChildren;
}

/** Where a tap on a row leads. */
export interface RowTarget {
  readonly href?: string;
  readonly onSelect?: () => void;
  /** The row whose record is open in the pane beside the list. */
  readonly current?: boolean;
  /** In place of leading anywhere, a row is one of several that are chosen. */
  readonly choice?: RowChoice;
}

export interface RowChoice {
  readonly chosen: boolean;
  readonly onToggle: () => void;
}

interface ListRowProps extends RowContent, RowTarget {
  /** An arrow at the end: the row leads to a further list or page of settings. */
  readonly arrow?: boolean;
}

export function ListRow({ href, onSelect, current, choice, arrow, ...content }: ListRowProps) {
  return (
    <RowFrame class="ui-list-row" href={href} onSelect={onSelect} current={current} choice={choice}>
      <Lines {...content} />
      {arrow && (
        <span class="ui-list-row-arrow">
          <Icon name="chevron-right" />
        </span>
      )}
    </RowFrame>
  );
}

/** The element of a row: a link, a button, a box to tick with its words, or nothing to tap. */
export function RowFrame({
  class: name,
  href,
  onSelect,
  current,
  choice,
  children,
}: RowTarget & { readonly class: string; readonly children: ComponentChildren }) {
  const shown = current ? "true" : undefined;
  if (choice) {
    return (
      <label class={`${name} ui-row-choice`}>
        <input class="ui-tick-box" type="checkbox" checked={choice.chosen} onChange={choice.onToggle} />
        {children}
      </label>
    );
  }
  if (href !== undefined) {
    return (
      <a class={name} href={href} aria-current={shown} onClick={onSelect}>
        {children}
      </a>
    );
  }
  if (onSelect) {
    return (
      <button class={name} type="button" aria-current={shown} onClick={onSelect}>
        {children}
      </button>
    );
  }
  return <div class={name}>{children}</div>;
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
