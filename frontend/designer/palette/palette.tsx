/**
 * The palette: type what you want to do or where you want to go. A combobox whose list is always open.
 */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Icon } from "../../ui/icon";
import { KeyHint } from "../../ui/key-hint";
import { type Command, matching } from "./commands";
import "./palette.css";

interface PaletteProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

const SHOWN = 60;

export function Palette({ commands, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = matching(commands, typed).slice(0, SHOWN);
  const chosen = found[Math.min(at, found.length - 1)];
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 10),
      PageUp: Math.max(0, at - 10),
    };
    const to = steps[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === "Enter") run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, by the cancel event
    <dialog
      ref={dialog}
      class="d-palette"
      aria-label={t("designer.palette")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="d-palette-head">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen && `${id}-${found.indexOf(chosen)}`}
          aria-label={t("designer.palette")}
          placeholder={t("designer.palette.hint")}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        class="d-palette-list"
        role="listbox"
        aria-label={t("designer.palette")}
      >
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
          // biome-ignore lint/a11y/useFocusableInteractive: an active descendant is never focused
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={command === chosen}
            onClick={() => run(command)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={command.icon} />
            <span class="d-palette-label">{command.label}</span>
            {command.note && <span class="d-palette-note">{command.note}</span>}
            {command.keys && <KeyHint keys={command.keys} />}
          </div>
        ))}
      </div>
      <p class="d-palette-foot" role="status">
        {found.length === 0
          ? t("designer.palette.nothing", { typed })
          : t("designer.palette.found", { count: found.length })}
      </p>
    </dialog>
  );
}
