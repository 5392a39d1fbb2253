/**
 * The sheet in which something new is described, and added.
 */
import type { ComponentChildren } from "preact";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";

interface AddSheetProps {
  readonly title: string;
  /** Whether enough is said to add it. */
  readonly ready?: boolean;
  readonly onAdd: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function AddSheet({ title, ready = true, onAdd, onClose, children }: AddSheetProps) {
  return (
    <Sheet
      open
      title={title}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onAdd} disabled={!ready}>
          {t("designer.add")}
        </Button>
      }
    >
      <div class="d-form">{children}</div>
    </Sheet>
  );
}
