/**
 * The button with a word, and the one with an icon alone; a link that looks like a button is one too.
 */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import { current, type Live } from "./live";
import "./button.css";

export type ButtonKind = "primary" | "quiet" | "danger";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  /** Runs when pressed; left out, the button submits its form. */
  readonly onPress?: () => void;
  /** Makes it a link. */
  readonly href?: string;
  readonly disabled?: Live<boolean>;
  /** As wide as its place. */
  readonly wide?: boolean;
}

export function Button({ children, kind = "quiet", icon, onPress, href, disabled, wide }: ButtonProps) {
  const pressing = usePressing(onPress, disabled);
  const classes = `ui-button ui-button-${kind}${wide ? " ui-button-wide" : ""}`;
  const content = (
    <>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </>
  );
  if (href !== undefined) {
    return (
      <a class={classes} href={href} onClick={onPress}>
        {content}
      </a>
    );
  }
  return (
    <button class={classes} type={onPress ? "button" : "submit"} {...pressing}>
      {content}
    </button>
  );
}

/** A button that is disabled while it has the focus keeps it: a keyboard would begin anew at the top of the page. */
function usePressing(onPress: (() => void) | undefined, disabled: Live<boolean> | undefined) {
  const ref = useRef<HTMLButtonElement>(null);
  const off = current(disabled) === true;
  const held = off && ref.current === document.activeElement;
  return {
    ref,
    disabled: off && !held,
    "aria-disabled": held || undefined,
    onClick: held ? (event: Event) => event.preventDefault() : onPress,
  };
}

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does; its name for a screen reader and its tooltip. */
  readonly label: string;
  readonly onPress?: () => void;
  readonly href?: string;
  readonly disabled?: Live<boolean>;
  /** Makes it a switch that is on or off. */
  readonly pressed?: Live<boolean>;
}

export function IconButton({ icon, label, onPress, href, disabled, pressed }: IconButtonProps) {
  const pressing = usePressing(onPress, disabled);
  if (href !== undefined) {
    return (
      <a class="ui-icon-button" href={href} aria-label={label} title={label} onClick={onPress}>
        <Icon name={icon} size={24} />
      </a>
    );
  }
  const on = current(pressed);
  return (
    <button
      class="ui-icon-button"
      type="button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      {...pressing}
    >
      <Icon name={icon} size={24} />
    </button>
  );
}
