/**
 * The button with three dots, and the short list of actions that it opens beside itself.
 *
 * A native popover closes by Escape and by a tap elsewhere; arrow keys and first letters move the focus in it.
 */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/messages";
import { Icon } from "./icon";
import type { IconName } from "./icon-names";
import { beside } from "./placement";
import { rovingIndex } from "./roving";
import "./menu.css";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Why it cannot be chosen now: it stays in reach, so that everybody can read it. */
  readonly reason?: string;
}

interface MenuProps {
  readonly items: readonly MenuItem[];
  /** The button's name: "More actions". */
  readonly label?: string;
  readonly icon?: IconName;
  /** Shows the label as a word beside the icon. */
  readonly worded?: boolean;
}

export function Menu({ items, label = t("ui.more_actions"), icon = "ellipsis", worded }: MenuProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const entries = () => [
    ...(panel.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:not(:disabled)') ?? []),
  ];
  const place = () => {
    if (panel.current && trigger.current) beside(trigger.current, panel.current);
  };
  // The network goes while somebody looks: what is offered changes, and how much room it takes.
  useLayoutEffect(() => {
    if (open) place();
  });
  const show = (last = false) => {
    panel.current?.showPopover();
    place();
    entries()
      .at(last ? -1 : 0)
      ?.focus();
  };
  const hide = () => {
    panel.current?.hidePopover();
    trigger.current?.focus();
  };
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const from = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = rovingIndex(event.key, from, all.length) ?? byLetter(event.key, from, all);
    if (to !== undefined) {
      event.preventDefault();
      all[to]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      hide();
    }
  };

  return (
    <>
      <button
        ref={trigger}
        class={worded ? "ui-button ui-button-quiet" : "ui-icon-button"}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={worded ? undefined : label}
        title={worded ? undefined : label}
        onClick={() => (open ? hide() : show())}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          show(event.key === "ArrowUp");
        }}
      >
        <Icon name={icon} size={worded ? 20 : 24} />
        {worded && <span>{label}</span>}
      </button>
      <div
        ref={panel}
        id={id}
        class="ui-menu"
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onToggle={(event) => setOpen(event.newState === "open")}
        onKeyDown={move}
      >
        {items.map((item) => (
          <button
            key={item.id}
            class={`ui-menu-item${item.danger ? " ui-menu-item-danger" : ""}`}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={item.disabled && !item.reason}
            aria-disabled={item.reason ? "true" : undefined}
            onClick={() => {
              if (item.reason) return;
              hide();
              item.onSelect();
            }}
          >
            {item.icon && <Icon name={item.icon} />}
            <span class="ui-menu-words">
              <span>{item.label}</span>
              {item.reason && <span class="ui-menu-reason">{item.reason}</span>}
            </span>
          </button>
        ))}
      </div>
    </>
  );
}

function byLetter(key: string, from: number, all: readonly HTMLElement[]): number | undefined {
  if (key.length !== 1) return undefined;
  const letter = key.toLocaleLowerCase();
  const starts = (element: HTMLElement) => element.textContent?.trim().toLocaleLowerCase().startsWith(letter);
  const after = all.findIndex((element, index) => index > from && starts(element));
  const found = after >= 0 ? after : all.findIndex(starts);
  return found >= 0 ? found : undefined;
}
