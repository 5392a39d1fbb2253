/**
 * The command that makes an entity of the columns of a spreadsheet, with its pages: one intention, one undo.
 */
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { written } from "../commands/edit";
import type { Made } from "../commands/entities";
import { addEntityPages } from "../commands/starter";
import { together } from "../commands/together";
import type { Documents } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { written as words } from "../words";

export interface SheetEntity {
  readonly label: string;
  readonly plural: string;
  readonly icon: string;
  readonly fields: readonly Field[];
  /** The id of the field that names a record. */
  readonly title: string;
}

/** A new kind of thing with these fields; a list, a detail page and actions to create, edit and delete. */
export function addSheetEntity(documents: Documents, reserved: Reserved, entity: SheetEntity): Made {
  const { label, plural, icon, fields, title } = entity;
  const id = newNodeId(documents, reserved, {
    document: "model",
    path: ["entities"],
    label,
    otherwise: "entity",
  });
  const intention = written(documents, t("designer.edit.add", { name: label }), (edit) =>
    edit.insert("model", ["entities"], {
      id,
      label: words(label),
      plural: words(plural),
      icon,
      ownership: "organisation",
      title,
      fields,
    }),
  );
  if (!intention) throw new Error("A new entity is always an edit");
  return { id, intention: together(documents, intention, (now) => addEntityPages(now, reserved, id)) };
}
