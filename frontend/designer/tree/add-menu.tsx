/**
 * What can be added where the designer is: into the selected page, group, form or entity, or to the workspace.
 */
import { useState } from "preact/hooks";
import { t } from "../../shared/messages";
import { Menu, type MenuItem } from "../../ui/menu";
import type { Editor } from "../editor";
import { entityOf } from "../model-view";
import { said } from "../words";
import { AddActionSheet } from "./add-action";
import { AddBlockSheet } from "./add-block";
import { AddEntitySheet } from "./add-entity";
import { AddFieldsSheet } from "./add-fields";
import { AddNewFieldSheet } from "./add-new-field";
import { AddPageSheet } from "./add-page";
import { spotOf } from "./spot";

export type Adding = "page" | "action" | "entity" | "fields" | "field" | "block";

export function AddMenu({ editor }: { readonly editor: Editor }) {
  const [adding, setAdding] = useState<Adding | null>(null);
  return (
    <>
      <Menu label={t("designer.add")} icon="plus" items={addItems(editor, setAdding)} />
      {adding && <AddSheets adding={adding} editor={editor} onClose={() => setAdding(null)} />}
    </>
  );
}

/** What can be added at what is selected. */
export function addItems(editor: Editor, onAdd: (adding: Adding) => void): MenuItem[] {
  const spot = spotOf(editor.whole.value, editor.selected.value);
  const { model } = editor.whole.value;
  const item = (id: Adding, label: string, icon: MenuItem["icon"]): MenuItem => ({
    id,
    label,
    ...(icon && { icon }),
    onSelect: () => onAdd(id),
  });
  return [
    ...(spot.fields
      ? [item("fields", t("designer.add.fields", { name: spot.fields.name }), "text-cursor-input")]
      : []),
    ...(spot.entity
      ? [
          item(
            "field",
            t("designer.add.new_field", { name: said(entityOf(model, spot.entity)?.label) || spot.entity }),
            "plus",
          ),
        ]
      : []),
    ...(spot.page ? [item("block", t("designer.add.block", { name: spot.page.into }), "layout-grid")] : []),
    item("page", t("designer.add.page"), "smartphone"),
    item("action", t("designer.add.action"), "zap"),
    item("entity", t("designer.add.entity"), "database"),
    ...(!spot.entity && model.entities.some(({ builtIn }) => !builtIn)
      ? [item("field", t("designer.add.some_field"), "plus")]
      : []),
  ];
}

interface AddSheetsProps {
  readonly adding: Adding;
  readonly editor: Editor;
  readonly onClose: () => void;
}

export function AddSheets({ adding: first, editor, onClose }: AddSheetsProps) {
  const [adding, setAdding] = useState(first);
  const spot = spotOf(editor.whole.value, editor.selected.value);
  switch (adding) {
    case "page":
      return <AddPageSheet editor={editor} spot={spot} onClose={onClose} />;
    case "action":
      return <AddActionSheet editor={editor} spot={spot} onClose={onClose} />;
    case "entity":
      return <AddEntitySheet editor={editor} onClose={onClose} />;
    case "fields":
      return spot.fields ? (
        <AddFieldsSheet
          editor={editor}
          into={spot.fields}
          onNew={() => setAdding("field")}
          onClose={onClose}
        />
      ) : null;
    case "field":
      return <AddNewFieldSheet editor={editor} spot={spot} onClose={onClose} />;
    case "block":
      return spot.page ? <AddBlockSheet editor={editor} page={spot.page} onClose={onClose} /> : null;
  }
}
