/**
 * How an editing page arranges a filter: one group at the top, and parts that move between groups. Pure.
 */
import { DEEPEST } from "../../expressions/checks";
import { added, nodeAt, removed } from "../../expressions/edits";
import { type Group, isGroup, type Tree } from "../../expressions/tree";

/** Put a condition that stands alone into a group, so that others can be added beside it. */
export function grouped(tree: Tree | null): Group | null {
  if (!tree) return null;
  return isGroup(tree) ? tree : { op: "and", of: [tree] };
}

/** The places of a group's parts, in order. */
export function partsOf(tree: Tree, place: string): readonly string[] {
  const node = nodeAt(tree, place);
  if (!node || !isGroup(node)) return [];
  return node.of.map((_, number) => (place ? `${place}.of.${number}` : `of.${number}`));
}

/** The place of the group that a part stands in; null of the whole. */
export function groupOf(place: string): string | null {
  if (place === "") return null;
  return place.split(".").slice(0, -2).join(".");
}

/** How many groups a place is inside of. */
export function depthOf(place: string): number {
  return place === "" ? 0 : place.split(".").length / 2;
}

/** Tell whether a group may still be put at a place: groups stand at most three deep, with what they hold. */
export function fitsGroup(tree: Tree, place: string): boolean {
  const node = nodeAt(tree, place);
  return depthOf(place) + 1 + (node ? heightOf(node) : 0) <= DEEPEST;
}

function heightOf(tree: Tree): number {
  if (!isGroup(tree)) return 0;
  return 1 + Math.max(0, ...tree.of.map(heightOf));
}

/** Move a part out of its group, to the end of the group around it; a group that it was alone in goes. */
export function movedOut(tree: Tree, place: string): Tree {
  const node = nodeAt(tree, place);
  const group = groupOf(place);
  const around = group === null ? null : groupOf(group);
  if (!node || around === null) return tree;
  // It is put there before it is taken from here: a new last part moves no other.
  return removed(added(tree, around, node), place) ?? tree;
}

/** Where the focus goes when a part is taken away: to the one before it, else to its group. */
export function besides(place: string): string {
  const number = Number(place.split(".").at(-1));
  const group = groupOf(place) ?? "";
  if (!(number > 0)) return group;
  return group ? `${group}.of.${number - 1}` : `of.${number - 1}`;
}
