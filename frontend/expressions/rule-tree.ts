/**
 * The tree of a rule: a value that is computed, or a condition with values in it.
 */
import { isObject } from "../shared/json";
import { GROUPS, type Leaf, OPERATORS } from "./tree";

export type LiteralType = "text" | "integer" | "decimal" | "money" | "yes_no" | "date" | "date_time";
export type Comparison = "eq" | "ne" | "gt" | "ge" | "lt" | "le";
export type Aggregate = "sum" | "count" | "least-of" | "greatest-of" | "average-of";

/** Operators of values, all of which are missing where a part is. */
export type Operation =
  | ("add" | "subtract" | "multiply" | "divide" | "negate" | "absolute" | "round" | "least" | "greatest")
  | ("lower" | "upper" | "trim" | "length" | "left" | "right")
  | ("year" | "month" | "day" | "weekday" | "day-of" | "add-days" | "add-months" | "days-between");

export type ValueTree =
  | { readonly op: "value"; readonly type: LiteralType; readonly value: unknown }
  | { readonly op: "field"; readonly path: string }
  | { readonly op: "user"; readonly what: "person" | "unit" | "language" }
  | { readonly op: "current-day" | "current-moment" }
  | { readonly op: "if"; readonly of: readonly [RuleCondition, ValueTree, ValueTree] }
  | { readonly op: "first-of" | "concat"; readonly of: readonly ValueTree[] }
  | AggregateTree
  | OperationTree;

export interface OperationTree {
  readonly op: Operation;
  readonly of: readonly ValueTree[];
  /** Of `round`. */
  readonly digits?: number;
  /** Of `left` and `right`. */
  readonly count?: number;
}

export interface AggregateTree {
  readonly op: Aggregate;
  /** The entity of the lines, and their lookup that points at the record. */
  readonly entity: string;
  readonly parent: string;
  readonly where?: RuleCondition;
  readonly of?: readonly ValueTree[];
}

export interface ComparisonTree {
  readonly op: Comparison;
  readonly left: ValueTree;
  readonly right: ValueTree;
}

export type RuleCondition =
  | { readonly op: "and" | "or" | "not"; readonly of: readonly RuleCondition[] }
  | { readonly op: "missing"; readonly of: readonly [ValueTree] }
  | ComparisonTree
  | Leaf;

const AGGREGATES: readonly string[] = ["sum", "count", "least-of", "greatest-of", "average-of"];
const VALUES: ReadonlySet<unknown> = new Set([
  ...["value", "field", "user", "current-day", "current-moment", "if", "first-of", "concat", ...AGGREGATES],
  ...["add", "subtract", "multiply", "divide", "negate", "absolute", "round", "least", "greatest"],
  ...["lower", "upper", "trim", "length", "left", "right"],
  ...["year", "month", "day", "weekday", "day-of", "add-days", "add-months", "days-between"],
]);
const CONDITIONS: ReadonlySet<unknown> = new Set([...GROUPS, ...OPERATORS, "missing"]);

export function isAggregate(tree: ValueTree): tree is AggregateTree {
  return AGGREGATES.includes(tree.op);
}

/** Return the operators of a rule that this app does not know, each once; none if it can be computed. */
export function unsupportedInRule(tree: unknown): readonly string[] {
  return [...new Set(unknownIn(tree))];
}

function unknownIn(node: unknown): string[] {
  if (!isObject(node)) return ["?"];
  const own = VALUES.has(node.op) || CONDITIONS.has(node.op) ? [] : [String(node.op ?? "?").slice(0, 60)];
  const sides = ["left", "right", "where"].filter((side) => side in node).map((side) => node[side]);
  const parts = Array.isArray(node.of) ? [...node.of, ...sides] : sides;
  return [...own, ...parts.flatMap(unknownIn)];
}
