/**
 * A new field of the entity at hand or of one that is chosen, put at once on the pages and forms that show the entity.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { FormField } from "../../ui/form-field";
import { Select } from "../../ui/select";
import { addField, type NewField } from "../commands/entities";
import { fieldHomes } from "../commands/field-homes";
import type { Editor } from "../editor";
import { entityOption } from "../entity-words";
import { entityOf, likelyEntity } from "../model-view";
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
  const { model, workspace } = editor.whole.value;
  const [entity, setEntity] = useState(spot.entity ?? likelyEntity(workspace, model));
  const [field, setField] = useState<NewField>({ label: "", type: "text" });
  const [left, leave] = useState<ReadonlySet<string>>(new Set());
  // Nobody enters a running number.
  const homes = fieldHomes({ workspace, model }, entity, spot.fields?.list ?? null).filter(
    ({ form }) => !form || field.type !== "auto_number",
  );
  const add = () => {
    const places = homes.map(({ list }) => list).filter((list) => !left.has(list.join("/")));
    const intention = addField(editor.documents, editor.reserved.peek(), entity, field, places);
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
      {!spot.entity && (
        <FormField label={t("designer.entity")}>
          <Select
            value={entity}
            onInput={setEntity}
            options={model.entities
              .filter(({ builtIn }) => !builtIn)
              .map((one) => entityOption(model, one, "plural"))}
          />
        </FormField>
      )}
      <NewFieldForm model={model} entity={entity} field={field} onChange={setField} />
      {homes.length > 0 && (
        <FormField label={t("designer.place_on")} group>
          {homes.map(({ list, name }) => {
            const key = list.join("/");
            return (
              <Checkbox
                key={key}
                label={name}
                checked={!left.has(key)}
                onChange={(on) => {
                  const now = new Set(left);
                  if (on) now.delete(key);
                  else now.add(key);
                  leave(now);
                }}
              />
            );
          })}
        </FormField>
      )}
    </AddSheet>
  );
}
