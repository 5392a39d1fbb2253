/**
 * The button at the foot of a group's or a form's panel that puts one more field there.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Button } from "../../ui/button";
import { AddSheets } from "../tree/add-menu";
import { useTarget } from "./target";

export function AddFieldButton() {
  const { editor } = useTarget();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Button icon="plus" onPress={() => setAdding(true)}>
        {t("designer.add_field")}
      </Button>
      {adding && <AddSheets adding="fields" editor={editor} onClose={() => setAdding(false)} />}
    </>
  );
}
