/**
 * What can be done to a node of the tree, whatever asked for it: a key, the menu, a drag.
 */

import { removeAction } from "../commands/actions";
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
import { type Documents, type Intention, idOf, nextOf, nodesAt } from "../document";
import type { Reserved } from "../ids";
import { entityOf } from "../model-view";
import type { TreeNode } from "./nodes";

const MOVABLE: ReadonlySet<TreeNode["kind"]> = new Set([
  "page",
  "block",
  "shown",
  "action",
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

export type Edge = "before" | "after";

/** Say whether one node may be dropped beside another. */
export function canDrop(dragged: TreeNode, onto: TreeNode): boolean {
  if (dragged.key === onto.key || !canMove(dragged) || dragged.kind !== onto.kind) return false;
  return sameList(dragged, onto) || samePage(dragged, onto);
}

/** Put one node before or after another. */
export function drop(documents: Documents, dragged: TreeNode, onto: TreeNode, edge: Edge): Intention | null {
  if (!canDrop(dragged, onto)) return null;
  const place = placeOf(dragged.document, dragged.path);
  const list = onto.path.slice(0, -1);
  const target = onto.path.at(-1) ?? "";
  const document = documents[onto.document];
  const before = edge === "before" ? target : nextOf(document, list, target);
  if (!sameList(dragged, onto)) {
    return moveShownField(documents, place.list, place.id, list, before, dragged.label);
  }
  const beside = before === place.id ? nextOf(document, list, place.id) : before;
  const known = beside === null || nodesAt(document, list).some((one) => idOf(one) === beside);
  return known ? moveNode(documents, place, beside, dragged.label) : null;
}

function sameList(one: TreeNode, other: TreeNode): boolean {
  return (
    one.document === other.document && one.path.slice(0, -1).join("/") === other.path.slice(0, -1).join("/")
  );
}

/** A placed field may go to another group of its page. */
function samePage(one: TreeNode, other: TreeNode): boolean {
  return (
    one.kind === "shown" &&
    one.path[0] === "pages" &&
    other.path[0] === "pages" &&
    one.path[1] === other.path[1]
  );
}
