/**
 * What is wrong with a filter that somebody is writing: the server's codes and places, said before it is sent.
 *
 * Mirrors `backend/expressions/tree.py` and `leaf_checks.py`; the `refused` cases hold both to the same. The sentence
 * stands in the catalogue under `problem.<code>`.
 */
import { isObject } from "../shared/json";
import { textOf } from "../values/plain-text";
import { accept } from "../values/registry";
import type { Result, ValueCode } from "../values/result";
import type { FieldRule } from "../values/types";
import { type Source, walkOf } from "./paths";
import { GROUPS, OPERATORS, type Operator } from "./tree";
import { operandKind, takes } from "./vocabulary";

export const DEEPEST = 3;
export const LONGEST_PATH = 3;
export const MOST_NODES = 200;
export const MOST_VALUES = 500;
export const MOST_VALUES_IN_ALL = 2000;
export const MOST_CHARACTERS = 1000;
export const MOST_DAYS = 3660;

export type FilterCode =
  | "filter-not-a-condition"
  | "filter-unknown-operator"
  | "filter-too-deep"
  | "filter-too-long"
  | "filter-path-too-long"
  | "filter-unknown-field"
  | "filter-operator-not-for-type"
  | "filter-value-not-needed"
  | "filter-value-missing"
  | "filter-too-many-values"
  | "filter-days";

export interface Finding {
  readonly code: FilterCode | ValueCode;
  /** Where in the tree, such as `of.1.value`; "" is the whole. */
  readonly place: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

type Checked = Pick<Source, "entity" | "fields">;

/** Return everything that is wrong with a filter over an entity, in order; nothing if the server would take it. */
export function check(tree: unknown, about: Checked): readonly Finding[] {
  const nodes = nodesOf(tree);
  if (nodes.length > MOST_NODES) {
    return [finding("filter-too-long", "", { count: MOST_NODES + 1, most: MOST_NODES })];
  }
  const lists = nodes.map((node) => (isObject(node) && Array.isArray(node.value) ? node.value.length : 0));
  const count = lists.filter((length) => length <= MOST_VALUES).reduce((sum, length) => sum + length, 0);
  if (count > MOST_VALUES_IN_ALL) {
    return [finding("filter-too-many-values", "", { count, most: MOST_VALUES_IN_ALL })];
  }
  return [...checkNode(tree, about, "", 0)];
}

function finding(
  code: Finding["code"],
  place: string,
  args: Readonly<Record<string, string | number>> = {},
): Finding {
  return { code, place, arguments: args };
}

/** Return the place of a part of the node at a place. */
export function within(place: string, part: string): string {
  return place ? `${place}.${part}` : part;
}

function nodesOf(tree: unknown): readonly unknown[] {
  const nodes: unknown[] = [tree];
  for (let at = 0; at < nodes.length && nodes.length <= MOST_NODES; at += 1) {
    const node = nodes[at];
    if (isObject(node) && Array.isArray(node.of)) nodes.push(...node.of.slice(0, MOST_NODES + 1));
  }
  return nodes;
}

function isOneOf<T extends string>(known: readonly T[], op: unknown): op is T {
  return (known as readonly unknown[]).includes(op);
}

function onlyHas(tree: Record<string, unknown>, keys: readonly string[]): boolean {
  return Object.keys(tree).every((key) => keys.includes(key));
}

function* checkNode(tree: unknown, about: Checked, place: string, depth: number): Generator<Finding> {
  if (!isObject(tree)) yield finding("filter-not-a-condition", place);
  else if (isOneOf(GROUPS, tree.op)) yield* checkGroup(tree, about, place, depth);
  else if (isOneOf(OPERATORS, tree.op)) yield* checkLeaf(tree, tree.op, about, place);
  else {
    const op = String(tree.op ?? "").slice(0, 60);
    yield finding("filter-unknown-operator", within(place, "op"), { op });
  }
}

function* checkGroup(
  tree: Record<string, unknown>,
  about: Checked,
  place: string,
  depth: number,
): Generator<Finding> {
  const parts = tree.of;
  if (!Array.isArray(parts) || parts.length === 0 || !onlyHas(tree, ["op", "of"])) {
    yield finding("filter-not-a-condition", within(place, "of"));
  } else if (depth === DEEPEST) {
    yield finding("filter-too-deep", place, { most: DEEPEST });
  } else {
    for (const [number, part] of parts.entries()) {
      yield* checkNode(part, about, within(place, `of.${number}`), depth + 1);
    }
  }
}

function* checkLeaf(
  tree: Record<string, unknown>,
  op: Operator,
  about: Checked,
  place: string,
): Generator<Finding> {
  const at = within(place, "path");
  const { path } = tree;
  if (typeof path !== "string" || !onlyHas(tree, ["op", "path", "value"])) {
    yield finding("filter-not-a-condition", at);
    return;
  }
  if (path.split(".").length - 1 > LONGEST_PATH) {
    yield finding("filter-path-too-long", at, { most: LONGEST_PATH });
    return;
  }
  const field = walkOf(path, { ...about, lookup: () => undefined })?.field;
  if (!field) yield finding("filter-unknown-field", at, { path: path.slice(0, 200) });
  else if (!takes(op, field)) {
    yield finding("filter-operator-not-for-type", within(place, "op"), { op, type: field.type });
  } else yield* checkOperand(tree.value, op, field, within(place, "value"));
}

function* checkOperand(value: unknown, op: Operator, field: FieldRule, place: string): Generator<Finding> {
  switch (operandKind(op)) {
    case "none":
      if (value !== null && value !== undefined) yield finding("filter-value-not-needed", place);
      return;
    case "text":
      if (typeof value !== "string") yield finding("filter-value-missing", place);
      else yield* checkRead(textOf(value, MOST_CHARACTERS, true), place);
      return;
    case "days":
      if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > MOST_DAYS) {
        yield finding("filter-days", place, { minimum: 1, maximum: MOST_DAYS });
      }
      return;
    case "value":
      yield* checkValue(value, field, place);
      return;
    case "values":
      if (!Array.isArray(value) || value.length === 0) yield finding("filter-value-missing", place);
      else if (value.length > MOST_VALUES) {
        yield finding("filter-too-many-values", place, { count: value.length, most: MOST_VALUES });
      } else {
        for (const [number, one] of value.entries()) yield* checkValue(one, field, `${place}.${number}`);
      }
  }
}

function* checkValue(value: unknown, field: FieldRule, place: string): Generator<Finding> {
  const length = typeof value === "string" ? [...value].length : 0;
  if (length > MOST_CHARACTERS) {
    yield finding("value-too-long", place, { length, maximum: MOST_CHARACTERS });
    return;
  }
  const { id, type, scale = null, choices = [], target = null } = field;
  yield* checkRead(accept(value, { id, type, scale, choices, target }), place);
}

function* checkRead(read: Result<unknown>, place: string): Generator<Finding> {
  if (read.problem) yield finding(read.problem.code, place, read.problem.arguments);
  else if (read.value === null) yield finding("filter-value-missing", place);
}
