/**
 * How a state looks everywhere: one icon and one colour for each, always beside a word.
 */
import type { MessageKey } from "../shared/messages";
import { t } from "../shared/messages";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import "./state.css";

export const STATES = ["sent", "waiting", "needs", "refused", "offline"] as const;
export type State = (typeof STATES)[number];

export const STATE_ICONS: Readonly<Record<State, IconName>> = {
  sent: "check",
  waiting: "arrow-up-from-line",
  needs: "triangle-alert",
  refused: "octagon-x",
  offline: "cloud-off",
};

interface StateMarkProps {
  readonly state: State;
  /** What it says; shown beside the icon, or only to a screen reader when `quiet`. */
  readonly word?: string;
  readonly quiet?: boolean;
  readonly icon?: IconName;
}

/** A state in a row or a form: its icon, and its word. */
export function StateMark({ state, word, quiet, icon }: StateMarkProps) {
  const said = word ?? t(`ui.state.${state}` satisfies MessageKey);
  return (
    <span class={`ui-state ui-state-${state}`}>
      <Icon name={icon ?? STATE_ICONS[state]} />
      <span class={quiet ? "ui-hidden" : undefined}>{said}</span>
    </span>
  );
}
