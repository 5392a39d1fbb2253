/**
 * The views above a list: chips that narrow it.
 */
import { t } from "../../shared/messages";
import { type Documents, type Intention, nodesAt, type Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { written as words } from "../words";
import { written } from "./edit";

/** Add a view to a list; the first one comes with another that shows everything, to get back by. */
export function addView(
  documents: Documents,
  reserved: Reserved,
  block: Path,
  label: string,
): Intention | null {
  const path = [...block, "views"];
  return written(documents, t("designer.edit.add", { name: label }), (edit) => {
    const add = (text: string, otherwise: string) => {
      const id = newNodeId(edit.documents, reserved, {
        document: "workspace",
        path,
        label: text,
        otherwise,
      });
      edit.insert("workspace", path, { id, label: words(text), condition: null });
    };
    if (nodesAt(documents.workspace, path).length === 0) add(t("designer.condition.all"), "all");
    add(label, "view");
  });
}
