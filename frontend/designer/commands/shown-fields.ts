/**
 * Fields placed on a group of a detail page, on a form, or in the lines of a list.
 */
import { t } from "../../shared/messages";
import { type Documents, type Intention, idOf, nodesAt, type Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { fieldAt } from "../model-view";
import { said } from "../words";
import { written } from "./edit";

/** Place fields into a group or a form, in the order given, before a node (null: at the end). */
export function addShownFields(
  documents: Documents,
  reserved: Reserved,
  list: Path,
  entity: string,
  fields: readonly string[],
  before: string | null = null,
): Intention | null {
  const first = fields[0];
  const name =
    fields.length === 1 && first
      ? said(fieldAt(documents.model, entity, first)?.label) || first
      : t("designer.fields_count", { count: fields.length });
  return written(documents, t("designer.edit.add", { name }), (edit) => {
    for (const field of fields) {
      const id = newNodeId(edit.documents, reserved, {
        document: "workspace",
        path: list,
        label: field.replaceAll(".", "_"),
        otherwise: "field",
      });
      edit.insert("workspace", list, { id, field }, before);
    }
  });
}

/** Move a placed field into another group of the same page, before a node there (null: at the end). */
export function moveShownField(
  documents: Documents,
  from: Path,
  id: string,
  to: Path,
  before: string | null,
  name: string,
): Intention | null {
  const node = nodesAt(documents.workspace, from).find((one) => idOf(one) === id);
  if (!node) return null;
  return written(documents, t("designer.edit.move", { name }), (edit) => {
    edit.remove("workspace", from, id);
    const taken = nodesAt(edit.documents.workspace, to).some((one) => idOf(one) === id);
    const kept = { ...(node as object), id: taken ? `${id}_2` : id };
    edit.insert("workspace", to, kept, before);
  });
}

/** Put a field path into a list's quiet lines or searched fields, or take it out. */
export function switchPath(
  documents: Documents,
  list: Path,
  path: string,
  on: boolean,
  name: string,
): Intention | null {
  return written(documents, t("designer.edit.change", { name }), (edit) =>
    on ? edit.insert("workspace", list, path) : edit.remove("workspace", list, path),
  );
}
