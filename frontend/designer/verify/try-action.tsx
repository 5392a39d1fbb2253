/**
 * The button that tries an action on made-up records.
 */
import { useState } from "preact/hooks";
import type { Action } from "../../protocol";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import type { Editor } from "../editor";
import { Late } from "../late";

const load = () => import("./verify-sheet").then(({ VerifySheet }) => VerifySheet);

export function TryAction({ editor, action }: { readonly editor: Editor; readonly action: Action }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="play" onPress={() => setOpen(true)}>
        {t("designer.verify")}
      </Button>
      {open && <Late load={load} props={{ editor, action, onClose: () => setOpen(false) }} />}
    </>
  );
}
