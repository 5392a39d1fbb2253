/**
 * A list and the record beside it on a wide screen; on a phone, one page after the other. A page that stands beside
 * no list has the screen to itself.
 */
import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { whenIdle } from "../shared/idle";
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
  const behind = list !== undefined && current(open);
  return (
    <div class={`ui-split${list === undefined || behind ? " ui-split-open" : ""}`}>
      {list !== undefined && (
        <section class="ui-split-list" aria-label={label}>
          <Behind hidden={behind && !beside().value}>{list}</Behind>
        </section>
      )}
      <div class="ui-split-detail">{detail}</div>
    </div>
  );
}

interface BehindProps {
  readonly hidden: boolean;
  readonly children: ComponentChildren;
}

/** What stands behind a page is drawn after it, when nothing else is to be done; once it is seen, at once. */
function Behind({ hidden, children }: BehindProps) {
  const drawn = useRef<ComponentChildren>(null);
  const [, draw] = useState({});
  if (!hidden) drawn.current = children;
  useEffect(() => {
    if (drawn.current === children) return;
    return whenIdle(() => {
      drawn.current = children;
      draw({});
    });
  });
  return <>{drawn.current}</>;
}

let sideBySide: Signal<boolean> | undefined;

/** Whether the panes stand side by side, as the style sheet has it. */
function beside(): Signal<boolean> {
  if (!sideBySide) {
    const query = matchMedia("(min-width: 56.25em)");
    const known = signal(query.matches);
    query.addEventListener("change", () => {
      known.value = query.matches;
    });
    sideBySide = known;
  }
  return sideBySide;
}
