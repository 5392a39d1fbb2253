/**
 * Sums, counts and the like over the lines of a record: `SUM([Lines], [Quantity] * [Price], [Billable])`.
 *
 * First the lines, then the value of each, then which of them count. `SUM([Lines].[Amount])` is short for a value of
 * the lines that it names.
 */
import type { AggregateTree } from "../rule-tree";
import { conditionOf } from "./conditions";
import type { LinesFunction } from "./functions";
import type { Lines } from "./names";
import { ownReferences, type Scope } from "./scope";
import { FormulaError, type Node } from "./syntax";
import { INTEGER } from "./types";
import { type Typed, typed, valueFrom } from "./values";

type Call = Extract<Node, { readonly kind: "call" }>;

/** Read a function over lines; null where its first part speaks of none. @throws FormulaError */
export function overLines(node: Call, { op, signature }: LinesFunction, scope: Scope): Typed | null {
  const [first, ...rest] = node.of;
  if (!first) return null;
  const alone = first.kind === "reference" && first.names.length === 1 ? linesOf(first, scope) : null;
  const lines = alone ?? (signature ? spoken(first, scope) : null);
  if (!lines) return null;
  const { name } = node;
  const [value, where, ...more] = signature ? (alone ? rest : node.of) : [undefined, ...rest];
  if (more.length > 0 || (signature && !value)) throw new FormulaError("parts", node, { name, least: 2 });
  const there = scope.inside(lines);
  const tree = { op, ...lines, ...(where && { where: conditionOf(where, there) }) } satisfies AggregateTree;
  if (!signature || !value) return { tree, type: INTEGER };
  const part = valueFrom(value, there);
  return { tree: { ...tree, of: [part.tree] }, type: typed(signature, [part], [value], { name }) };
}

function linesOf(node: Extract<Node, { readonly kind: "reference" }>, scope: Scope): Lines | null {
  const [name] = node.names;
  return name ? scope.linesNamed(name) : null;
}

/** The lines that a value begins its references with. */
function spoken(value: Node, scope: Scope): Lines | null {
  for (const [name, ...rest] of ownReferences(value)) {
    const lines = name && rest.length > 0 ? scope.linesNamed(name) : null;
    if (lines) return lines;
  }
  return null;
}
