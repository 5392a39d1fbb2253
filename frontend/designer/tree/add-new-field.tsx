/**
 * A new field of an entity, put at once on the group or form that is selected.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { addField, type NewField } from "../commands/entities";
import type { Editor } from "../editor";
import { entityOf } from "../model-view";
import { said } from "../words";
import { AddSheet } from "./add-sheet";
import { NewFieldForm } from "./new-field-form";
import type { Spot } from "./spot";

interface AddNewFieldProps {
  readonly editor: Editor;
  readonly spot: Spot;
  readonly onClose: () => void;
}

export function AddNewFieldSheet({ editor, spot, onClose }: AddNewFieldProps) {
  const { model } = editor.whole.value;
  const entity = spot.entity ?? "";
  const [field, setField] = useState<NewField>({ label: "", type: "text" });
  const [placed, setPlaced] = useState(spot.fields !== null);
  const add = () => {
    const list = placed && spot.fields ? spot.fields.list : null;
    const intention = addField(editor.documents, editor.reserved.peek(), entity, field, list);
    onClose();
    editor.run(intention, { select: true });
  };
  return (
    <AddSheet
      title={t("designer.add.new_field", { name: said(entityOf(model, entity)?.label) || entity })}
      ready={field.label.trim() !== ""}
      onAdd={add}
      onClose={onClose}
    >
      <NewFieldForm model={model} entity={entity} field={field} onChange={setField} />
      {spot.fields && (
        <Checkbox
          label={t("designer.also_place", { name: spot.fields.name })}
          checked={placed}
          onChange={setPlaced}
        />
      )}
    </AddSheet>
  );
}
