/**
 * The small heading of a group, with a count or an action at its end.
 */
import type { ComponentChildren } from "preact";
import "./section-header.css";

interface SectionHeaderProps {
  readonly title: ComponentChildren;
  readonly count?: ComponentChildren;
  readonly action?: ComponentChildren;
  readonly id?: string;
}

export function SectionHeader({ title, count, action, id }: SectionHeaderProps) {
  return (
    <div class="ui-section-header">
      <h2 id={id} class="ui-section-title">
        {title}
        {count !== undefined && <span class="ui-section-count">{count}</span>}
      </h2>
      {action}
    </div>
  );
}
