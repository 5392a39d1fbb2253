/**
 * What somebody does to a filter on an editing page: pure functions from a tree to the next one.
 *
 * A place names a node as the lines of the outline and the server's findings do: "" is the whole, `of.1.of.0` the first
 * part of the second one. A group that loses its last part goes with it.
 */
import type { FieldRule } from "../values/types";
import { type Group, type GroupOperator, isGroup, type Leaf, type Operator, type Tree } from "./tree";
import { operandKind, operatorsFor } from "./vocabulary";

/** Return the node at a place; undefined where there is none. */
export function nodeAt(tree: Tree | null, place: string): Tree | undefined {
  let node: Tree | undefined = tree ?? undefined;
  for (const number of numbersOf(place)) node = node && isGroup(node) ? node.of[number] : undefined;
  return node;
}

/** Put another node in the place of one. */
export function replaced(tree: Tree, place: string, node: Tree): Tree {
  return changed(tree, numbersOf(place), () => node) ?? node;
}

/** Take a node away; null when nothing is left. */
export function removed(tree: Tree, place: string): Tree | null {
  return changed(tree, numbersOf(place), () => null);
}

/** Add a node at the end of a group; beside a condition, the two become a group that asks for both. */
export function added(tree: Tree | null, place: string, node: Tree): Tree {
  if (!tree) return node;
  const beside = (there: Tree): Tree =>
    isGroup(there) ? { ...there, of: [...there.of, node] } : { op: "and", of: [there, node] };
  return changed(tree, numbersOf(place), beside) ?? node;
}

/** Let a group ask for all, any or none of its parts. */
export function regrouped(tree: Tree, place: string, op: GroupOperator): Tree {
  return changed(tree, numbersOf(place), (there) => (isGroup(there) ? { ...there, op } : there)) ?? tree;
}

/** Put a node into a group of its own, to which others can be added. */
export function enclosed(tree: Tree, place: string, op: GroupOperator): Tree {
  return changed(tree, numbersOf(place), (there): Group => ({ op, of: [there] })) ?? tree;
}

/** Begin a condition on a field with the comparison that its menu begins with; its operand is still to be given. */
export function begunOn(path: string, field: FieldRule): Leaf {
  return { op: operatorsFor(field)[0] ?? "not-null", path };
}

/** Compare otherwise, keeping what it was compared with as far as the other comparison takes it. */
export function compared({ op, path, value }: Leaf, next: Operator): Leaf {
  const [before, after] = [operandKind(op), operandKind(next)];
  if (after === "none" || value === undefined || value === null) return { op: next, path };
  if (before === after) return { op: next, path, value };
  if (before === "value" && after === "values") return { op: next, path, value: [value] };
  if (before === "values" && after === "value" && Array.isArray(value) && value.length > 0) {
    return { op: next, path, value: value[0] };
  }
  const bothOneText = typeof value === "string" && isSingle(before) && isSingle(after);
  return bothOneText ? { op: next, path, value } : { op: next, path };
}

function isSingle(kind: string): boolean {
  return kind === "value" || kind === "text";
}

function numbersOf(place: string): readonly number[] {
  return place
    .split(".")
    .filter((word) => word !== "of" && word !== "")
    .map(Number);
}

type Change = (node: Tree) => Tree | null;

/** Change the node at the end of a way; null when it, or a group that it was alone in, is gone. */
function changed(tree: Tree, way: readonly number[], change: Change): Tree | null {
  const [number, ...rest] = way;
  if (number === undefined) return change(tree);
  const part = isGroup(tree) ? tree.of[number] : undefined;
  if (!part || !isGroup(tree)) return tree;
  const next = changed(part, rest, change);
  const of = next ? tree.of.with(number, next) : tree.of.toSpliced(number, 1);
  return of.length > 0 ? { ...tree, of } : null;
}
