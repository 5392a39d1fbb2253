/**
 * A list and the record beside it on a wide screen; on a phone, one page after the other.
 */
import type { ComponentChildren } from "preact";
import { current, type Live } from "./live";
import "./split-pane.css";

interface SplitPaneProps {
  readonly list: ComponentChildren;
  readonly detail: ComponentChildren;
  /** Whether a record is open: on a phone it takes the list's place. */
  readonly open: Live<boolean>;
  readonly label?: string;
}

export function SplitPane({ list, detail, open, label }: SplitPaneProps) {
  return (
    <div class={`ui-split${current(open) ? " ui-split-open" : ""}`}>
      <section class="ui-split-list" aria-label={label}>
        {list}
      </section>
      <div class="ui-split-detail">{detail}</div>
    </div>
  );
}
