/**
 * What must hold of every record of an entity: added with a condition, and said in the designer's language.
 */
import { t } from "../../shared/messages";
import type { Documents, Intention, Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { written as words } from "../words";
import { written } from "./edit";

export type RuleTree = Readonly<Record<string, unknown>>;

/** Add a validity to the entity at a path. */
export function addValidity(
  documents: Documents,
  reserved: Reserved,
  entity: Path,
  condition: RuleTree,
  message: string,
): Intention | null {
  const path = [...entity, "validities"];
  return written(documents, t("designer.edit.add", { name: message }), (edit) => {
    const id = newNodeId(edit.documents, reserved, {
      document: "model",
      path,
      label: message,
      otherwise: "validity",
    });
    edit.insert("model", path, { id, condition, message: words(message) });
  });
}
