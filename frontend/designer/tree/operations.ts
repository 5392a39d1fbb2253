/**
 * What can be done to a node of the tree, whatever asked for it: a key, the menu, a drag.
 */

import { removeAction } from "../commands/actions";
import { moveBlock } from "../commands/blocks";
import { isPublished, removeEntity, removeField } from "../commands/entities";
import { duplicateNode, moveBy, moveNode, placeOf, removeNode } from "../commands/nodes";
import { removePage } from "../commands/pages";
import {
  actionReferences,
  entityReferences,
  fieldReferences,
  pageReferences,
  type Reference,
} from "../commands/references";
import { moveShownField } from "../commands/shown-fields";
import { type Documents, type Intention, idOf, nextOf, nodesAt, type Path } from "../document";
import type { Reserved } from "../ids";
import { entityOf } from "../model-view";
import { nodeByPath, type TreeNode } from "./nodes";

const MOVABLE: ReadonlySet<TreeNode["kind"]> = new Set([
  "page",
  "block",
  "shown",
  "action",
  "lines",
  "entity",
  "field",
]);
const DUPLICABLE: ReadonlySet<TreeNode["kind"]> = new Set(["page", "block", "action"]);

export function canMove(node: TreeNode): boolean {
  return MOVABLE.has(node.kind);
}

export function canDuplicate(node: TreeNode): boolean {
  return DUPLICABLE.has(node.kind);
}

export function canRemove(node: TreeNode, { model }: Documents): boolean {
  if (node.kind === "entity") return !entityOf(model, node.path.at(-1) ?? "")?.builtIn;
  return MOVABLE.has(node.kind);
}

/** Say whether fields can be put into a node: a group of them, a form. */
export function takesFields({ workspace }: Documents, { kind, path, takes }: TreeNode): boolean {
  if (kind === "lines" || takes === "shown") return true;
  const action = kind === "action" ? workspace.actions.find(({ id }) => id === path[1]) : undefined;
  return action?.kind === "create" || action?.kind === "edit";
}

/** What else goes when a node goes; the node's own inside is not counted. */
export function referencesTo(documents: Documents, { kind, path }: TreeNode): readonly Reference[] {
  const id = path.at(-1) ?? "";
  switch (kind) {
    case "page":
      return pageReferences(documents, id);
    case "action":
      return actionReferences(documents, id);
    case "entity":
      return entityReferences(documents, id);
    case "field":
      return fieldReferences(documents, path[1] ?? "", id);
    default:
      return [];
  }
}

/** Say whether records of what goes may exist on phones. */
export function holdsRecords(reserved: Reserved, { kind, path }: TreeNode): boolean {
  if (kind === "entity") return isPublished(reserved, path[1] ?? "");
  return kind === "field" && isPublished(reserved, path[1] ?? "", path[3]);
}

export function removal(documents: Documents, node: TreeNode): Intention | null {
  const id = node.path.at(-1) ?? "";
  switch (node.kind) {
    case "page":
      return removePage(documents, id);
    case "action":
      return removeAction(documents, id);
    case "entity":
      return removeEntity(documents, id);
    case "field":
      return removeField(documents, node.path[1] ?? "", id);
    case "block":
    case "shown":
    case "lines":
      return removeNode(documents, placeOf(node.document, node.path), node.label);
    default:
      return null;
  }
}

export function step(documents: Documents, node: TreeNode, by: -1 | 1): Intention | null {
  return canMove(node) ? moveBy(documents, placeOf(node.document, node.path), by, node.label) : null;
}

export function duplicate(documents: Documents, reserved: Reserved, node: TreeNode): Intention | null {
  return canDuplicate(node) ? duplicateNode(documents, reserved, placeOf(node.document, node.path)) : null;
}

export type Edge = "before" | "inside" | "after";

/** Say whether one node may be dropped beside another. */
export function canDrop(dragged: TreeNode, onto: TreeNode): boolean {
  if (!canMove(dragged) || dragged.kind !== onto.kind || within(onto, dragged)) return false;
  return sameList(dragged, onto) || samePage(dragged, onto);
}

/** Say whether one node may be dropped into another. */
export function canDropInto(dragged: TreeNode, onto: TreeNode): boolean {
  return onto.takes === dragged.kind && samePage(dragged, onto) && !within(onto, dragged);
}

/** Put one node before or after another, or into it at its end. */
export function drop(documents: Documents, dragged: TreeNode, onto: TreeNode, edge: Edge): Intention | null {
  if (edge === "inside") {
    return canDropInto(dragged, onto)
      ? moved(documents, dragged, [...onto.path, INSIDE[dragged.kind] ?? ""], null)
      : null;
  }
  if (!canDrop(dragged, onto)) return null;
  const list = onto.path.slice(0, -1);
  const target = onto.path.at(-1) ?? "";
  return moved(
    documents,
    dragged,
    list,
    edge === "before" ? target : nextOf(documents[onto.document], list, target),
  );
}

/** A place in another group, by the key that leads there: `into` the one beside or after, `out` or to the one before. */
export interface Regrouping {
  readonly way: "into" | "out";
  readonly onto: TreeNode;
  readonly edge: Edge;
}

/** Where a block or a placed field can go besides the list that it stands in. */
export function regroupings(
  tree: readonly TreeNode[],
  parent: TreeNode | null,
  node: TreeNode,
): readonly Regrouping[] {
  if (node.kind === "shown") {
    const groups = fieldGroups(nodeByPath(tree, { document: node.document, path: node.path.slice(0, 2) }));
    const at = groups.findIndex(({ key }) => key === parent?.key);
    return [...inside("into", node, [groups[at + 1]]), ...inside("out", node, [groups[at - 1]])];
  }
  if (node.kind !== "block") return [];
  const siblings = parent?.children ?? [];
  const at = siblings.findIndex(({ key }) => key === node.key);
  return [
    ...inside("into", node, [siblings[at - 1], siblings[at + 1]]),
    ...(parent?.kind === "block" ? [{ way: "out", onto: parent, edge: "after" } as const] : []),
  ];
}

/** The first of some groups that takes a node. */
function inside(way: "into" | "out", node: TreeNode, among: readonly (TreeNode | undefined)[]): Regrouping[] {
  const onto = among.find((one) => one && canDropInto(node, one));
  return onto ? [{ way, onto, edge: "inside" }] : [];
}

/** The groups of fields of a page, in their order. */
function fieldGroups(node: TreeNode | undefined): readonly TreeNode[] {
  if (!node || node.takes === "shown") return node ? [node] : [];
  return node.children.flatMap(fieldGroups);
}

/** Move a block or a placed field into another group. */
export function regrouped(
  documents: Documents,
  tree: readonly TreeNode[],
  parent: TreeNode | null,
  node: TreeNode,
  way: "into" | "out",
): Intention | null {
  const there = regroupings(tree, parent, node).find((one) => one.way === way);
  return there ? drop(documents, node, there.onto, there.edge) : null;
}

const INSIDE: Partial<Record<TreeNode["kind"], string>> = { block: "blocks", shown: "fields" };

/** Put a node into a list, its own or another, before a node there (null: at the end). */
function moved(documents: Documents, node: TreeNode, list: Path, before: string | null): Intention | null {
  const place = placeOf(node.document, node.path);
  if (place.list.join("/") !== list.join("/")) {
    const move = node.kind === "block" ? moveBlock : moveShownField;
    return move(documents, place.list, place.id, list, before, node.label);
  }
  const document = documents[node.document];
  const beside = before === place.id ? nextOf(document, list, place.id) : before;
  const known = beside === null || nodesAt(document, list).some((one) => idOf(one) === beside);
  return known ? moveNode(documents, place, beside, node.label) : null;
}

/** Whether a node is another, or stands in it. */
function within(node: TreeNode, outer: TreeNode): boolean {
  return node.document === outer.document && outer.path.every((part, at) => node.path[at] === part);
}

function sameList(one: TreeNode, other: TreeNode): boolean {
  return (
    one.document === other.document && one.path.slice(0, -1).join("/") === other.path.slice(0, -1).join("/")
  );
}

/** A placed field may go to another group of its page, and a block into and out of groups. */
function samePage(one: TreeNode, other: TreeNode): boolean {
  return (
    (one.kind === "shown" || one.kind === "block") &&
    one.path[0] === "pages" &&
    other.path[0] === "pages" &&
    one.path[1] === other.path[1]
  );
}
