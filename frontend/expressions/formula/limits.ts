/**
 * How large a rule may be: its nodes and its levels, counted as the server counts them.
 */
import { isObject } from "../../shared/json";

export const DEEPEST_RULE = 20;
export const MOST_RULE_NODES = 500;

/** Count the nodes of a tree, stopping soon after `most`. */
export function nodesIn(tree: unknown, most: number): number {
  const waiting: unknown[] = [tree];
  let count = 0;
  while (waiting.length > 0 && count <= most) {
    count += 1;
    waiting.push(...partsOf(waiting.pop()));
  }
  return count;
}

/** Count the levels of a tree, its own included. */
export function levelsOf(tree: unknown): number {
  return 1 + Math.max(0, ...partsOf(tree).map(levelsOf));
}

function partsOf(node: unknown): readonly unknown[] {
  if (!isObject(node)) return [];
  const sides = ["left", "right", "where"].filter((side) => side in node).map((side) => node[side]);
  return Array.isArray(node.of) ? [...node.of, ...sides] : sides;
}
