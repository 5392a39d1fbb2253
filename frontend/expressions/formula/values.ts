/**
 * What values of a formula mean, and of which type they are.
 *
 * Signs work on days as people expect of them: a day and a number is a later day, the difference of two days is a
 * number. A condition where a value is wanted is yes or no.
 */
import type { LiteralType, OperationTree, RuleCondition, ValueTree } from "../rule-tree";
import { chosen, conditionOf, isCondition } from "./conditions";
import {
  entryOf,
  LINES_FUNCTIONS,
  MOST_PARTS,
  NULLARY,
  VALUE_FUNCTIONS,
  type ValueFunction,
} from "./functions";
import { overLines } from "./lines";
import { literalOf } from "./literals";
import type { Scope } from "./scope";
import { type Arguments, type Arithmetic, FormulaError, type Node } from "./syntax";
import {
  DATE,
  DATE_TIME,
  equated,
  INTEGER,
  isMismatch,
  product,
  quantities,
  quotient,
  type RuleType,
  type Signature,
  TEXT,
  texts,
  typeOfField,
  YES_NO,
} from "./types";

export interface Typed {
  readonly tree: ValueTree;
  readonly type: RuleType;
}

type Call = Extract<Node, { readonly kind: "call" }>;

const NULLARY_TYPES: Readonly<Record<keyof typeof NULLARY, RuleType>> = {
  TODAY: DATE,
  NOW: DATE_TIME,
  ME: { kind: "lookup", target: "person" },
  MYUNIT: { kind: "lookup", target: "business_unit" },
  MYLANGUAGE: TEXT,
};
const SIGNATURES: Readonly<Record<Arithmetic, Signature>> = {
  add: quantities,
  subtract: quantities,
  multiply: product,
  divide: quotient,
  concat: texts,
  negate: quantities,
};
const SIGNS: Readonly<Record<Arithmetic, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  concat: "&",
  negate: "-",
};

/** An empty constant whose type is that of its neighbour. */
export function isBlank(node: Node): boolean {
  return node.kind === "call" && node.name === "BLANK" && node.of.length === 0;
}

/**
 * Read a value. `wanted` is the type that an empty constant takes; `other` allows what nothing can be computed with.
 *
 * @throws FormulaError
 */
export function valueFrom(node: Node, scope: Scope, wanted?: RuleType, other = false): Typed {
  const literal = literalOf(node);
  if (literal) {
    const { type, value } = wanted?.of ? chosen(literal, wanted.of, node, scope) : literal;
    if (type === "integer" && typeof value === "string") throw new FormulaError("number", node);
    return { tree: { op: "value", type, value }, type: { kind: type } };
  }
  switch (node.kind) {
    case "group":
      return valueFrom(node.of, scope, wanted, other);
    case "reference": {
      const [first, ...rest] = node.names;
      const lines = first && rest.length === 0 ? scope.linesNamed(first) : null;
      if (lines) throw new FormulaError("lines_alone", node, { name: first?.name ?? "" });
      const { path, field } = scope.reach(node.names);
      const type = typeOfField(field);
      if (type.kind === "other" && !other) throw new FormulaError("not_computable", node);
      return { tree: { op: "field", path }, type };
    }
    case "operation":
      return operation(node.op, node.of, scope);
    case "call":
      return isCondition(node) ? asValue(conditionOf(node, scope)) : called(node, scope, wanted);
    case "comparison":
      return asValue(conditionOf(node, scope));
    default:
      throw new FormulaError("value_wanted", node);
  }
}

function asValue(condition: RuleCondition): Typed {
  const answer = (value: boolean): ValueTree => ({ op: "value", type: "yes_no", value });
  return { tree: { op: "if", of: [condition, answer(true), answer(false)] }, type: YES_NO };
}

/** Return the type of an operation on parts. @throws FormulaError at the part that does not fit */
export function typed(
  signature: Signature,
  parts: readonly Typed[],
  nodes: readonly Node[],
  values: Arguments,
): RuleType {
  const found = signature(parts.map(({ type }) => type));
  if (!isMismatch(found)) return found;
  const at = nodes[found.part] ?? nodes[0];
  const kind = parts[found.part]?.type.kind ?? "other";
  if (!at) throw new Error("An operation has no parts");
  throw found.other
    ? new FormulaError("types_differ", at, { type: kind, other: found.other.kind })
    : new FormulaError("wrong_type", at, { type: kind, ...values });
}

function operation(op: Arithmetic, nodes: readonly Node[], scope: Scope): Typed {
  const parts = nodes.map((node) => valueFrom(node, scope));
  const days = onDays(op, parts, nodes);
  if (days) return days;
  const type = typed(SIGNATURES[op], parts, nodes, { name: SIGNS[op] });
  return { tree: { op, of: parts.map(({ tree }) => tree) }, type };
}

function onDays(op: Arithmetic, parts: readonly Typed[], nodes: readonly Node[]): Typed | null {
  const [first, ...rest] = parts;
  const kind = first?.type.kind;
  if (!first || (kind !== "date" && kind !== "date_time") || (op !== "add" && op !== "subtract")) return null;
  const [second] = rest;
  if (op === "subtract" && second && kind === "date" && second.type.kind === "date") {
    return { tree: { op: "days-between", of: [second.tree, first.tree] }, type: INTEGER };
  }
  const by = rest.map(({ tree, type }, at) => {
    if (type.kind === "integer") return op === "add" ? tree : negated(tree);
    throw new FormulaError("wrong_type", nodes[at + 1] as Node, { type: type.kind, name: SIGNS[op] });
  });
  const tree = by.reduce<ValueTree>((start, days) => ({ op: "add-days", of: [start, days] }), first.tree);
  return { tree, type: first.type };
}

function negated(tree: ValueTree): ValueTree {
  const plain = tree.op === "value" && typeof tree.value === "number";
  return plain ? { ...tree, value: -Number(tree.value) || 0 } : { op: "negate", of: [tree] };
}

function called(node: Call, scope: Scope, wanted: RuleType | undefined): Typed {
  const { name, of } = node;
  if (name === "IF") return choice(node, scope, wanted);
  if (isBlank(node)) return blank(node, wanted);
  const nullary = entryOf(NULLARY, name);
  if (nullary) {
    if (of.length > 0) throw new FormulaError("parts", node, { name, least: 0 });
    return { tree: nullary, type: NULLARY_TYPES[name as keyof typeof NULLARY] };
  }
  const lines = entryOf(LINES_FUNCTIONS, name);
  const found = lines && overLines(node, lines, scope);
  if (found) return found;
  if (name === "SUM" && of.length > 1) return operation("add", of, scope);
  const plain = entryOf<ValueFunction>(VALUE_FUNCTIONS, name);
  if (plain) return computed(node, plain, scope, wanted);
  throw lines
    ? new FormulaError("lines_wanted", of[0] ?? node, { name })
    : new FormulaError(
        "function",
        { from: node.from, to: node.from + name.length },
        { name: name.slice(0, 60) },
      );
}

function blank(node: Call, wanted: RuleType | undefined): Typed {
  const kind = wanted?.kind;
  if (!kind || kind === "choice" || kind === "lookup" || kind === "other") {
    throw new FormulaError("type_of_blank", node);
  }
  return { tree: { op: "value", type: kind satisfies LiteralType, value: null }, type: { kind } };
}

function choice(node: Call, scope: Scope, wanted: RuleType | undefined): Typed {
  const { of, name } = node;
  const [test, then, otherwise = BLANK(node)] = of;
  if (!test || !then || of.length > 3) throw new FormulaError("parts", node, { name, least: 2 });
  const condition = conditionOf(test, scope);
  const branches = alike([then, otherwise], scope, wanted);
  const type = typed(equated, branches, [then, otherwise], { name });
  const [one, other] = branches as [Typed, Typed];
  return { tree: { op: "if", of: [condition, one.tree, other.tree] }, type };
}

const BLANK = ({ from, to }: Node): Node => ({ kind: "call", name: "BLANK", of: [], from, to });

/** Read values that share a type; an empty one takes it from the first that has one. */
function alike(nodes: readonly Node[], scope: Scope, wanted?: RuleType): readonly Typed[] {
  const known = nodes.map((node) => (isBlank(node) ? null : valueFrom(node, scope, wanted)));
  const type = known.find((one) => one !== null)?.type ?? wanted;
  return nodes.map((node, at) => known[at] ?? valueFrom(node, scope, type));
}

function computed(node: Call, plain: ValueFunction, scope: Scope, wanted: RuleType | undefined): Typed {
  const { op, least, most, signature, setting } = plain;
  const { name } = node;
  const written = setting && node.of.length > 1 ? node.of.at(-1) : undefined;
  const nodes = written ? node.of.slice(0, -1) : node.of;
  if (nodes.length < least || nodes.length > Math.min(most, MOST_PARTS)) {
    throw new FormulaError("parts", node, { name, least });
  }
  const parts = op === "first-of" ? alike(nodes, scope, wanted) : nodes.map((one) => valueFrom(one, scope));
  const type = typed(signature, parts, nodes, { name });
  const tree: Record<string, unknown> = { op, of: parts.map((part) => part.tree) };
  if (setting) tree[setting.key] = written ? settingOf(written, setting) : setting.usual;
  return { tree: tree as unknown as OperationTree, type };
}

function settingOf(node: Node, { least, most }: NonNullable<ValueFunction["setting"]>): number {
  const number = node.kind === "number" ? Number(node.text) : Number.NaN;
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new FormulaError("setting", node, { least, most });
}
