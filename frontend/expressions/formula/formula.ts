/**
 * Rules as formulas: read from what a designer typed into the tree that documents hold, and written back.
 *
 * Reading says the first thing that is wrong, with its place; the limits are those of the server, and a formula is
 * never worked on for longer than its length says.
 */

import { DEEPEST } from "../checks";
import type { RuleCondition, ValueTree } from "../rule-tree";
import { conditionOf } from "./conditions";
import { DEEPEST_RULE, levelsOf, MOST_RULE_NODES, nodesIn } from "./limits";
import { type FormulaModel, Names } from "./names";
import { parse } from "./parser";
import { printed } from "./printer";
import { Scope } from "./scope";
import { FormulaError, type Node } from "./syntax";
import { gives, type RuleType, YES_NO } from "./types";
import { valueFrom } from "./values";

export type Rule = ValueTree | RuleCondition;

/** What a rule must come to; a filter is a condition that the office can ask its records by. */
export type Wanted = "condition" | "filter" | RuleType;

export type FormulaProblem = Pick<FormulaError, "code" | "at" | "values">;

export type ReadFormula =
  | { readonly tree: Rule; readonly type: RuleType; readonly problem?: never }
  | { readonly problem: FormulaProblem; readonly tree?: never; readonly type?: never };

/** Read a formula over an entity. */
export function readFormula(
  formula: string,
  entity: string,
  model: FormulaModel,
  wanted?: Wanted,
): ReadFormula {
  try {
    const node = parse(formula);
    const scope = new Scope(new Names(model), entity);
    const asks = wanted === "condition" || wanted === "filter";
    const found = asks ? { tree: conditionOf(node, scope), type: YES_NO } : valueFrom(node, scope, wanted);
    const nodes = nodesIn(found.tree, MOST_RULE_NODES);
    if (nodes > MOST_RULE_NODES) throw new FormulaError("long", node, { most: MOST_RULE_NODES });
    if (levelsOf(found.tree) > DEEPEST_RULE) throw new FormulaError("deep", node, { most: DEEPEST_RULE });
    if (wanted === "filter") asFilter(found.tree as RuleCondition, node);
    if (wanted && !asks && !gives(found.type, wanted)) {
      throw new FormulaError("result", node, { type: found.type.kind, wanted: wanted.kind });
    }
    return found;
  } catch (error) {
    if (error instanceof FormulaError) return { problem: error };
    throw error;
  }
}

function asFilter(tree: RuleCondition, at: Node): void {
  if ("left" in tree || tree.op === "missing") throw new FormulaError("filter_only", at);
  if ("path" in tree) return;
  if (levelsOf(tree) > DEEPEST + 1) throw new FormulaError("deep", at, { most: DEEPEST });
  for (const part of tree.of) asFilter(part, at);
}

/** Write a rule as a formula; null where this app does not know all that is in it, or it is no rule at all. */
export function writeFormula(tree: unknown, entity: string, model: FormulaModel): string | null {
  if (nodesIn(tree, MOST_RULE_NODES) > MOST_RULE_NODES) return null;
  try {
    return printed(tree as Rule, entity, model);
  } catch (error) {
    // A design is kept with what its checks refuse in it; such a tree may lack any part.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
