/**
 * The frame of the phone app: the page scrolls, the tabs stay below it (beside it on a wide screen).
 */
import type { ComponentChildren } from "preact";
import "./app-frame.css";

interface AppFrameProps {
  readonly children: ComponentChildren;
  /** A page that is one column, never wider than one can read; a SplitPane has the whole width. */
  readonly column?: boolean;
  /** The tab bar; left out on pages that are one piece of work, such as a form. */
  readonly tabs?: ComponentChildren;
}

export function AppFrame({ children, column, tabs }: AppFrameProps) {
  return (
    <div class="ui-app-frame">
      <main class="ui-app-page">{column ? <div class="ui-column">{children}</div> : children}</main>
      {tabs}
    </div>
  );
}
