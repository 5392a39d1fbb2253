/**
 * The tree of a filter, as documents hold it and the server has checked it.
 *
 * A group's `not` says that none of its parts is true. A leaf's path walks lookups to a field. A server that is newer
 * than this app may send what is not in these lists: `unsupported` names it.
 */
import { isObject } from "../shared/json";

export const GROUPS = ["and", "or", "not"] as const;

export const OPERATORS = [
  "eq",
  "ne",
  "gt",
  "ge",
  "lt",
  "le",
  "like",
  "not-like",
  "in",
  "not-in",
  "null",
  "not-null",
  "eq-userid",
  "ne-userid",
  "eq-userteams",
  "eq-useroruserteams",
  "eq-useroruserhierarchy",
  "eq-useroruserhierarchyandteams",
  "eq-businessid",
  "ne-businessid",
  "eq-userlanguage",
  "begins-with",
  "not-begin-with",
  "ends-with",
  "not-end-with",
  "last-x-days",
  "next-x-days",
  "today",
  "this-week",
  "this-month",
  "older-than-x-days",
] as const;

export type GroupOperator = (typeof GROUPS)[number];
export type Operator = (typeof OPERATORS)[number];

/** Negative operator → the one that it is the exact opposite of. */
export const POSITIVE = {
  ne: "eq",
  "not-in": "in",
  "not-like": "like",
  "not-begin-with": "begins-with",
  "not-end-with": "ends-with",
  "ne-userid": "eq-userid",
  "ne-businessid": "eq-businessid",
  null: "not-null",
} as const satisfies Partial<Record<Operator, Operator>>;

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

/** What asks for nothing, and so takes every record: somebody has said just that. */
export const EVERYTHING: Group = { op: "and", of: [] };

export function isEverything(tree: Tree | null): boolean {
  return tree !== null && isGroup(tree) && tree.op === EVERYTHING.op && tree.of.length === 0;
}

const groups: ReadonlySet<unknown> = new Set(GROUPS);
const operators: ReadonlySet<unknown> = new Set(OPERATORS);

export function isNegative(op: Operator): op is keyof typeof POSITIVE {
  return Object.hasOwn(POSITIVE, op);
}

export function isGroup(tree: Tree): tree is Group {
  return groups.has(tree.op);
}

/**
 * Return the operators of a filter that this app does not know, each once; none if it can be evaluated.
 *
 * With one of them inside nothing can be said about any record: `not` would turn a guess into a wrong row.
 */
export function unsupported(tree: Tree): readonly string[] {
  return [...new Set(unknownIn(tree))];
}

function unknownIn(tree: unknown): string[] {
  if (!isObject(tree)) return ["?"];
  if (groups.has(tree.op)) return Array.isArray(tree.of) ? tree.of.flatMap(unknownIn) : ["?"];
  return operators.has(tree.op) && typeof tree.path === "string" ? [] : [String(tree.op ?? "?").slice(0, 60)];
}
