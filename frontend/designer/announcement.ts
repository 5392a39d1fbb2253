/**
 * What a screen reader hears of an edit: what was done, and where a node now stands that was moved. Pure.
 */
import { t } from "../shared/messages";
import { type DocumentName, type Documents, type Intention, idOf, nodesAt, type Path } from "./document";
import { keyOf, nodeByPath, type TreeNode } from "./tree/nodes";
import { said, type Texts } from "./words";

interface Arrival {
  readonly document: DocumentName;
  readonly list: Path;
  readonly id: string;
  /** From another list. */
  readonly elsewhere: boolean;
}

/** Say an edit that has been made; documents and tree are as they are after it. */
export function announced(
  documents: Documents,
  treeNow: () => readonly TreeNode[],
  intention: Intention,
): string {
  const { label } = intention;
  const arrival = arrivalOf(intention);
  if (!arrival) return label;
  const { document, list, id, elsewhere } = arrival;
  const tree = treeNow();
  const nodes = nodesAt(documents[document], list);
  const at = nodes.findIndex((node) => idOf(node) === id);
  const place = { label, at: at + 1, count: nodes.length };
  const into = elsewhere && nodeByPath(tree, { document, path: list })?.label;
  if (into) return t("designer.said.into", { ...place, into });
  if (at === nodes.length - 1) return t("designer.said.last", place);
  return t("designer.said.before", { ...place, next: nameOf(tree, document, list, nodes[at + 1]) });
}

/** Where an intention has put a node that stood somewhere before. */
function arrivalOf({ edits }: Intention): Arrival | null {
  const gone = new Set<string>();
  for (const { document, patches } of edits) {
    for (const patch of patches) {
      if (patch.op === "move") return { document, list: patch.path, id: patch.node, elsewhere: false };
      const id = patch.op === "set" ? null : idOf(patch.node);
      if (id !== null && patch.op === "remove") gone.add(id);
      if (id !== null && patch.op === "insert" && gone.has(id)) {
        return { document, list: patch.path, id, elsewhere: true };
      }
    }
  }
  return null;
}

function nameOf(tree: readonly TreeNode[], document: DocumentName, list: Path, node: unknown): string {
  const id = idOf(node) ?? "";
  const path = [...list, id];
  const shown = nodeByPath(tree, { document, path });
  if (shown?.key === keyOf(document, path)) return shown.label;
  const { label, title } = (typeof node === "object" ? node : {}) as { label?: Texts; title?: Texts };
  return said(label ?? title) || id;
}
