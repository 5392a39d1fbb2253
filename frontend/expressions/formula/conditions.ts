/**
 * What conditions of a formula mean: groups, comparisons, and questions about one field.
 *
 * A comparison of a field with a constant becomes the leaf that filters have, where the field knows it: lists can ask
 * the office by it, and choices are compared no other way.
 */

import type { FieldRule } from "../../values/types";
import { MOST_CHARACTERS, MOST_DAYS, MOST_VALUES } from "../checks";
import type { RuleCondition, ValueTree } from "../rule-tree";
import type { Leaf, Operator } from "../tree";
import { operandKind, takes } from "../vocabulary";
import { entryOf, GROUP_FUNCTIONS, LEAF_FUNCTIONS } from "./functions";
import { type Literal, literalOf, operandOf } from "./literals";
import { choiceOfNames } from "./names";
import type { Reached, Scope } from "./scope";
import { type Compared, FormulaError, type Node } from "./syntax";
import { equated, sorted } from "./types";
import { isBlank, type Typed, typed, valueFrom } from "./values";

type Comparison = Extract<Node, { readonly kind: "comparison" }>;
type Call = Extract<Node, { readonly kind: "call" }>;

const TRUE: ValueTree = { op: "value", type: "yes_no", value: true };
const TURNED: Readonly<Record<Compared, Compared>> = {
  eq: "eq",
  ne: "ne",
  gt: "lt",
  ge: "le",
  lt: "gt",
  le: "ge",
};

/** Tell whether a part of a formula is a condition by its form. */
export function isCondition(node: Node): boolean {
  if (node.kind === "group") return isCondition(node.of);
  if (node.kind === "comparison") return true;
  return (
    node.kind === "call" &&
    (entryOf(GROUP_FUNCTIONS, node.name) ?? entryOf(LEAF_FUNCTIONS, node.name)) !== undefined
  );
}

/** Read a condition. @throws FormulaError */
export function conditionOf(node: Node, scope: Scope): RuleCondition {
  if (node.kind === "group") return conditionOf(node.of, scope);
  if (node.kind === "comparison") return comparison(node, scope);
  if (node.kind === "reference") {
    const { path, field } = scope.reach(node.names);
    if (field.type === "yes_no") return { op: "eq", path, value: true };
    throw new FormulaError("condition_wanted", node);
  }
  if (node.kind === "call") {
    const group = entryOf(GROUP_FUNCTIONS, node.name);
    if (group) {
      if (node.of.length === 0) throw new FormulaError("parts", node, { name: node.name, least: 1 });
      return { op: group, of: node.of.map((part) => conditionOf(part, scope)) };
    }
    const op = entryOf(LEAF_FUNCTIONS, node.name);
    if (op) return question(node, op, scope);
  }
  if (literalOf(node)) throw new FormulaError("condition_wanted", node);
  const { tree, type } = valueFrom(node, scope);
  if (type.kind !== "yes_no") throw new FormulaError("condition_wanted", node);
  return { op: "eq", left: tree, right: TRUE };
}

function comparison({ op, of: [left, right] }: Comparison, scope: Scope): RuleCondition {
  const one = left.kind === "reference" ? leafOf(op, left, right, scope) : null;
  const other = right.kind === "reference" && !one ? leafOf(TURNED[op], right, left, scope, true) : null;
  if (one ?? other) return (one ?? other) as RuleCondition;
  const sides = twoOf(left, right, scope);
  typed(op === "eq" || op === "ne" ? equated : sorted, sides, [left, right], { name: SIGN[op] });
  return { op, left: sides[0].tree, right: sides[1].tree };
}

const SIGN: Readonly<Record<Compared, string>> = { eq: "=", ne: "<>", gt: ">", ge: ">=", lt: "<", le: "<=" };

/** An empty constant takes the type of what it is compared with. */
function twoOf(left: Node, right: Node, scope: Scope): readonly [Typed, Typed] {
  if (isBlank(left)) {
    const other = valueFrom(right, scope);
    return [valueFrom(left, scope, other.type), other];
  }
  const one = valueFrom(left, scope);
  return [one, valueFrom(right, scope, one.type)];
}

type Reference = Extract<Node, { readonly kind: "reference" }>;

function leafOf(
  op: Compared,
  reference: Reference,
  constant: Node,
  scope: Scope,
  turned = false,
): RuleCondition | null {
  if (isBlank(constant)) return turned ? null : emptiness(op, reference, scope);
  const literal = literalOf(constant);
  if (!literal) return null;
  const reached = scope.reach(reference.names);
  if (literal.type === "text" && literal.value === "" && !turned) return emptiness(op, reference, scope);
  // A constant before the field is a comparison of values, which a choice alone has not.
  if (turned && reached.field.type !== "choice" && reached.field.type !== "lookup") return null;
  return asked(op, reached, literal, constant, scope);
}

/** Tell whether a comparison of a field with a constant would be read as a question about the field. */
export function becomesLeaf(
  op: Compared,
  field: FieldRule,
  constant: Extract<ValueTree, { op: "value" }>,
): boolean {
  const { type, value } = constant;
  if (type === "text" && value === "" && (op === "eq" || op === "ne")) return true;
  return takes(op, field) && operandOf(field, { type, value, text: String(value) }) !== undefined;
}

function emptiness(op: Compared, reference: Reference, scope: Scope): Leaf | null {
  if (op !== "eq" && op !== "ne") return null;
  return { op: op === "eq" ? "null" : "not-null", path: scope.reach(reference.names).path };
}

/** Ask a field about a constant as filters do; null where it is no value of the field. */
function asked(
  op: Operator,
  { path, field }: Reached,
  literal: Literal,
  at: Node,
  scope: Scope,
): Leaf | null {
  if (!takes(op, field)) return null;
  const value = operandOf(field, field.type === "choice" ? chosen(literal, field, at, scope) : literal);
  return value === undefined ? null : { op, path, value };
}

/** A choice is written by its label or its id. */
export function chosen(literal: Literal, field: FieldRule, at: Node, { names }: Scope): Literal {
  if (literal.type !== "text") return literal;
  const name = literal.text;
  const found = names.choice(field, name);
  if ("one" in found) return { ...literal, value: found.one };
  if (found.among.length > 0)
    throw new FormulaError("ambiguous", at, { name, ...choiceOfNames(found.among) });
  throw new FormulaError("no_choice", at, { name: name.slice(0, 60) });
}

/** A question that has a function's form: `CONTAINS([Title], "x")`. */
function question(node: Call, op: Operator, scope: Scope): RuleCondition {
  const [first, ...operands] = node.of;
  const { name } = node;
  if (!first) throw new FormulaError("parts", node, { name, least: 1 });
  const reached = first.kind === "reference" ? scope.reach(first.names) : null;
  const asksForNone = op === "null" || op === "not-null";
  if (asksForNone && !(reached && takes(op, reached.field))) {
    if (operands.length > 0) throw new FormulaError("parts", node, { name, least: 1 });
    const missing: RuleCondition = { op: "missing", of: [valueFrom(first, scope, undefined, true).tree] };
    return op === "null" ? missing : { op: "not", of: [missing] };
  }
  if (!reached) throw new FormulaError("reference_wanted", first);
  if (!takes(op, reached.field)) throw new FormulaError("type_for_test", first, { name });
  const { path, field } = reached;
  switch (operandKind(op)) {
    case "none":
      if (operands.length > 0) throw new FormulaError("parts", node, { name, least: 1 });
      return { op, path };
    case "text":
      return { op, path, value: onlyText(operands, node) };
    case "days":
      return { op, path, value: onlyDays(operands, node) };
    default: {
      if (operands.length === 0 || operands.length > MOST_VALUES) {
        throw new FormulaError("parts", node, { name, least: 2 });
      }
      return { op, path, value: operands.map((one) => constant(one, field, scope)) };
    }
  }
}

function constant(node: Node, field: FieldRule, scope: Scope): unknown {
  const literal = literalOf(node);
  if (!literal) throw new FormulaError("constant_wanted", node);
  const value = operandOf(field, field.type === "choice" ? chosen(literal, field, node, scope) : literal);
  if (value === undefined) throw new FormulaError("constant_wanted", node);
  return value;
}

function onlyText(operands: readonly Node[], at: Call): string {
  const [only, ...more] = operands;
  if (!only || more.length > 0) throw new FormulaError("parts", at, { name: at.name, least: 2 });
  const fits = only.kind === "text" && only.text.trim() !== "" && [...only.text].length <= MOST_CHARACTERS;
  if (only.kind !== "text" || !fits) throw new FormulaError("constant_wanted", only);
  return only.text;
}

function onlyDays(operands: readonly Node[], at: Call): number {
  const [only, ...more] = operands;
  if (!only || more.length > 0) throw new FormulaError("parts", at, { name: at.name, least: 2 });
  const days = only.kind === "number" ? Number(only.text) : Number.NaN;
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new FormulaError("setting", only, { least: 1, most: MOST_DAYS });
  }
  return days;
}
