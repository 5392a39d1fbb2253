/**
 * One icon of the sprite, in the colour of the text around it.
 *
 * Without a label it is decoration beside a word, and silent to a screen reader.
 */
import type { IconName } from "./icon-names";
import sprite from "./icons.svg?url&no-inline";
import "./icon.css";

interface IconProps {
  readonly name: IconName;
  readonly size?: 20 | 24;
  readonly label?: string;
}

/** Icons that point along the line of reading, and turn round with it. */
const DIRECTED: ReadonlySet<IconName> = new Set([
  "arrow-left",
  "chevron-left",
  "chevron-right",
  "external-link",
  "list",
  "list-checks",
  "list-tree",
  "log-out",
  "panel-left",
  "redo-2",
  "send",
  "undo-2",
]);

export function Icon({ name, size = 20, label }: IconProps) {
  const classes = `ui-icon ui-icon-${size}${DIRECTED.has(name) ? " ui-icon-directed" : ""}`;
  return (
    <svg
      class={classes}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
      focusable="false"
    >
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
