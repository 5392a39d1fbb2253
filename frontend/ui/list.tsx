/**
 * A short list: rows under each other with hairlines between them.
 *
 * Long lists are VirtualList's; both draw the same rows.
 */
import { type ComponentChildren, isValidElement, toChildArray } from "preact";
import "./list.css";

interface ListProps {
  readonly children: ComponentChildren;
  readonly label?: string;
  /** The id of the heading that names it. */
  readonly labelledBy?: string;
  /** A box around it, for settings and other groups that stand apart. */
  readonly boxed?: boolean;
}

export function List({ children, label, labelledBy, boxed }: ListProps) {
  return (
    <ul
      class={`ui-list${boxed ? " ui-list-boxed" : ""}`}
      // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets
      role="list"
      aria-label={label}
      aria-labelledby={labelledBy}
    >
      {toChildArray(children).map((child, index) => (
        <li key={isValidElement(child) ? (child.key ?? index) : index}>{child}</li>
      ))}
    </ul>
  );
}
