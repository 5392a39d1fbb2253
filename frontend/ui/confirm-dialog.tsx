/**
 * The question before something that cannot be undone: what happens, the way out, and the word of the deed.
 */
import type { ComponentChildren } from "preact";
import { t } from "../shared/messages";
import { Button } from "./button";
import type { Live } from "./live";
import { Sheet } from "./sheet";

interface ConfirmDialogProps {
  readonly open: Live<boolean>;
  readonly title: ComponentChildren;
  /** What will happen, in one or two sentences. */
  readonly children: ComponentChildren;
  /** The verb on the button: "Delete report", never "OK". */
  readonly confirmWord: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly danger?: boolean;
}

export function ConfirmDialog({
  open,
  title,
  children,
  confirmWord,
  onConfirm,
  onCancel,
  danger,
}: ConfirmDialogProps) {
  const actions = (
    <>
      <Button onPress={onCancel}>{t("ui.cancel")}</Button>
      <Button kind={danger ? "danger" : "primary"} onPress={onConfirm}>
        {confirmWord}
      </Button>
    </>
  );
  return (
    <Sheet open={open} title={title} onClose={onCancel} actions={actions} insistent>
      <p class="ui-quiet">{children}</p>
    </Sheet>
  );
}
