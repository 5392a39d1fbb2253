/**
 * A sheet of choices or a short form: from the bottom on a phone, in the middle or at the side on a wide screen.
 *
 * A native dialog keeps the focus inside and everything else inert. Closing is the caller's decision: Escape, the
 * cross and a tap beside it ask through onClose; the sheet closes when `open` says so, and gives the focus back
 * to whatever had it.
 */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../shared/messages";
import { IconButton } from "./button";
import { current, type Live } from "./live";
import "./sheet.css";

export type SheetPlace = "centre" | "side";

interface SheetProps {
  readonly open: Live<boolean>;
  readonly title: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** The buttons at its foot, the primary one last. */
  readonly actions?: ComponentChildren;
  /** Where it stands on a wide screen. */
  readonly place?: SheetPlace;
  /** A question that must be answered by one of its actions: no cross, and a tap beside it does nothing. */
  readonly insistent?: boolean;
}

export function Sheet({ open, ...rest }: SheetProps) {
  return current(open) ? <OpenSheet {...rest} /> : null;
}

function OpenSheet({
  title,
  onClose,
  children,
  actions,
  place = "centre",
  insistent = false,
}: Omit<SheetProps, "open">) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const first =
      element?.querySelector<HTMLElement>("[autofocus]") ?? element?.querySelector<HTMLElement>("h2");
    first?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // After every drawing: what it shows may come late.
  useLayoutEffect(() => letKeyboardScroll(dialog.current?.querySelector<HTMLElement>(".ui-sheet-content")));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, by the cancel event
    <dialog
      ref={dialog}
      class={`ui-sheet ui-sheet-${place}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        // A cancel of a file chooser or of an inner sheet bubbles up to here.
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current && !insistent) onClose();
      }}
    >
      <div class="ui-sheet-body">
        <header class="ui-sheet-header">
          <h2 id={heading} tabIndex={-1}>
            {title}
          </h2>
          {!insistent && <IconButton icon="x" label={t("ui.close")} onPress={onClose} />}
        </header>
        <section class="ui-sheet-content" aria-labelledby={heading}>
          {children}
        </section>
        {actions && <footer class="ui-sheet-actions">{actions}</footer>}
      </div>
    </dialog>
  );
}

/** Safari does not let the keyboard into a part that scrolls unless it may have the focus. */
function letKeyboardScroll(content: HTMLElement | null | undefined): void {
  if (content && content.scrollHeight > content.clientHeight) content.tabIndex = 0;
}
