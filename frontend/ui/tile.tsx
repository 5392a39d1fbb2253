/**
 * The tile of a workspace on the dashboard: its icon in its colour, its name and one line of what is inside.
 */
import type { ComponentChildren } from "preact";
import type { Accent } from "./accents";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import "./tile.css";

interface TileProps {
  readonly title: string;
  readonly icon: IconName;
  readonly accent: Accent;
  readonly href: string;
  /** "214 accounts", "3 wait". */
  readonly note?: ComponentChildren;
  /** A mark in the corner where something needs attention. */
  readonly mark?: ComponentChildren;
}

export function Tile({ title, icon, accent, href, note, mark }: TileProps) {
  return (
    <a class="ui-tile" href={href} data-accent={accent}>
      <span class="ui-tile-top">
        <AccentIcon icon={icon} accent={accent} />
        {mark}
      </span>
      <span class="ui-tile-words">
        <span class="ui-tile-title">{title}</span>
        {note !== undefined && <span class="ui-tile-note">{note}</span>}
      </span>
    </a>
  );
}

export function TileGrid({
  children,
  label,
}: {
  readonly children: ComponentChildren;
  readonly label?: string;
}) {
  return (
    <nav class="ui-tile-grid" aria-label={label}>
      {children}
    </nav>
  );
}

/** A workspace's icon on a square of its colour. */
export function AccentIcon({ icon, accent }: { readonly icon: IconName; readonly accent: Accent }) {
  return (
    <span class="ui-accent-icon" data-accent={accent}>
      <Icon name={icon} size={24} />
    </span>
  );
}
