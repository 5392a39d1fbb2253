/**
 * A list and the record beside it on a wide screen; on a phone, one page after the other. A page that stands beside
 * no list has the screen to itself.
 */
import type { ComponentChildren } from "preact";
import { current, type Live } from "./live";
import "./split-pane.css";

interface SplitPaneProps {
  /** None: what stands in the other pane fills the screen. */
  readonly list: ComponentChildren | undefined;
  readonly detail: ComponentChildren;
  /** Whether a record is open: on a phone it takes the list's place. */
  readonly open: Live<boolean>;
  readonly label?: string;
}

export function SplitPane({ list, detail, open, label }: SplitPaneProps) {
  return (
    <div class={`ui-split${list === undefined || current(open) ? " ui-split-open" : ""}`}>
      {list !== undefined && (
        <section class="ui-split-list" aria-label={label}>
          {list}
        </section>
      )}
      <div class="ui-split-detail">{detail}</div>
    </div>
  );
}
