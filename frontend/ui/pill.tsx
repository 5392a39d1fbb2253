/**
 * The one place for state, at the top right: icon, word and colour; a tap opens the reason.
 */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import { STATE_ICONS, type State } from "./state";
import "./pill.css";

interface PillProps {
  readonly kind: State;
  /** "Up to date 09:41", "3 to send". */
  readonly word: ComponentChildren;
  readonly icon?: IconName;
  readonly onSelect?: () => void;
}

export function Pill({ kind, word, icon = STATE_ICONS[kind], onSelect }: PillProps) {
  const classes = `ui-pill ui-state-${kind}`;
  const content = (
    <>
      <Icon name={icon} />
      <span class="ui-pill-word">{word}</span>
    </>
  );
  if (!onSelect) return <span class={classes}>{content}</span>;
  return (
    <button class={classes} type="button" onClick={onSelect}>
      {content}
    </button>
  );
}
