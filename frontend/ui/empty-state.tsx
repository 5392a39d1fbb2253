/**
 * What stands where nothing is: one sentence and one action.
 */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import "./empty-state.css";

interface EmptyStateProps {
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  readonly action?: ComponentChildren;
}

export function EmptyState({ children, icon, action }: EmptyStateProps) {
  return (
    <div class="ui-empty">
      {icon && <Icon name={icon} size={24} />}
      <p>{children}</p>
      {action}
    </div>
  );
}
