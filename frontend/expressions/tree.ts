/**
 * The tree of a filter, as documents hold it and the server has checked it.
 *
 * A group's `not` says that none of its parts is true. A leaf's path walks lookups to a field.
 */
export const GROUPS = ["and", "or", "not"] as const;

export const OPERATORS = [
  "eq",
  "ne",
  "gt",
  "ge",
  "lt",
  "le",
  "in",
  "not-in",
  "null",
  "not-null",
  "like",
  "begins-with",
  "eq-userid",
  "ne-userid",
  "today",
  "this-week",
  "this-month",
  "last-x-days",
] as const;

export type GroupOperator = (typeof GROUPS)[number];
export type Operator = (typeof OPERATORS)[number];

export interface Group {
  readonly op: GroupOperator;
  readonly of: readonly Tree[];
}

export interface Leaf {
  readonly op: Operator;
  readonly path: string;
  readonly value?: unknown;
}

export type Tree = Group | Leaf;

export function isGroup(tree: Tree): tree is Group {
  return (GROUPS as readonly string[]).includes(tree.op);
}
