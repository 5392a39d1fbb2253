/**
 * Blocks of a page and of its groups: a new one, and one that moves into a group or out of it.
 */
import { t } from "../../shared/messages";
import { type Documents, type Intention, idOf, nodesAt, type Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { written } from "./edit";
import { type NewBlock, newBlock } from "./new-blocks";

/** Put a new block at the end of a page or of a group in it; `list` is where its blocks stand. */
export function addBlock(
  documents: Documents,
  reserved: Reserved,
  list: Path,
  wanted: NewBlock,
): Intention | null {
  const page = documents.workspace.pages?.find(({ id }) => id === list[1]);
  const made = page && newBlock(documents, page.entity, wanted);
  if (!made) return null;
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path: list,
    label: made.stem,
    otherwise: made.node.type,
  });
  return written(documents, t("designer.edit.add", { name: made.name }), (edit) =>
    edit.insert("workspace", list, { id, ...made.node }),
  );
}

/** Move a block to another list of its page, before a block there (null: at the end); it keeps its id. */
export function moveBlock(
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
    edit.insert("workspace", to, node, before);
  });
}
