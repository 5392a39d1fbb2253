/**
 * A new entity of the model, on the phone at once if wanted.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Checkbox } from "../../ui/checkbox";
import { addEntity } from "../commands/entities";
import { addEntityPages } from "../commands/starter";
import { together } from "../commands/together";
import type { Editor } from "../editor";
import { AddSheet } from "./add-sheet";
import { EMPTY_ENTITY, EntityForm, tidied } from "./entity-form";

export function AddEntitySheet({
  editor,
  onClose,
}: {
  readonly editor: Editor;
  readonly onClose: () => void;
}) {
  const [entity, setEntity] = useState(EMPTY_ENTITY);
  const [paged, setPaged] = useState(true);
  const add = () => {
    const reserved = editor.reserved.peek();
    const made = addEntity(editor.documents, reserved, tidied(entity));
    const intention = paged
      ? together(editor.documents, made.intention, (documents) =>
          addEntityPages(documents, reserved, made.id),
        )
      : made.intention;
    onClose();
    editor.run(intention, { select: paged && "page" });
    if (!paged) editor.goTo({ document: "model", path: ["entities", made.id] });
  };
  return (
    <AddSheet
      title={t("designer.add.entity")}
      ready={entity.label.trim() !== ""}
      onAdd={add}
      onClose={onClose}
    >
      <EntityForm model={editor.whole.value.model} entity={entity} onChange={setEntity} />
      <Checkbox label={t("designer.also_pages")} checked={paged} onChange={setPaged} />
    </AddSheet>
  );
}
