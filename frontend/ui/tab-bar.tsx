/**
 * The main places of the phone app, under the thumb; on a wide screen they stand at the side.
 */

import { t } from "../shared/messages";
import { Badge } from "./badge";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import { current, type Live } from "./live";
import "./tab-bar.css";

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly href: string;
  readonly badge?: Live<number>;
  /** What the badge means, for a screen reader: "Outbox, 3 wait". */
  readonly spokenLabel?: Live<string>;
}

interface TabBarProps {
  readonly tabs: readonly Tab[];
  /** The id of the tab that the current page belongs to. */
  readonly selected: Live<string | undefined>;
}

export function TabBar({ tabs, selected }: TabBarProps) {
  const here = current(selected);
  return (
    <nav class="ui-tab-bar" aria-label={t("ui.navigation")}>
      {tabs.map((tab) => (
        <a key={tab.id} class="ui-tab" href={tab.href} aria-current={tab.id === here ? "page" : undefined}>
          <span class="ui-tab-icon">
            <Icon name={tab.icon} size={24} />
            {tab.badge !== undefined && (
              <span aria-hidden={spoken(tab)}>
                <Badge count={tab.badge} />
              </span>
            )}
          </span>
          <span class="ui-tab-label" aria-hidden={spoken(tab)}>
            {tab.label}
          </span>
          {tab.spokenLabel !== undefined && <span class="ui-hidden">{current(tab.spokenLabel)}</span>}
        </a>
      ))}
    </nav>
  );
}

/** Whether words of its own are spoken for a tab in place of what is seen. */
function spoken({ spokenLabel }: Tab): "true" | undefined {
  return spokenLabel === undefined ? undefined : "true";
}
