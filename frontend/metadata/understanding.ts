/**
 * Conditions of the metadata that this app is too old for: lists that it cannot show, rules that it cannot follow.
 *
 * A filter with an operator that is not known may mean anything, so nothing is shown of it and nothing counted.
 */
import { unsupportedInRule } from "../expressions/rule-tree";
import { type Tree, unsupported } from "../expressions/tree";
import type { Block, ListBlock, Workspace } from "../protocol";
import { blocksOf } from "./find";

type Condition = ListBlock["condition"] | undefined;

/** Tell whether this app knows every operator of a condition of the document. */
export function isUnderstood(condition: Condition): boolean {
  return lackedBy(condition).length === 0;
}

/** Return the operators in workspaces that this app does not know, each once, in order. */
export function lackedIn(workspaces: readonly Workspace[]): readonly string[] {
  const blocks = workspaces.flatMap(({ pages }) => pages).flatMap(blocksOf);
  const actions = workspaces.flatMap((workspace) => workspace.actions);
  const lacked = [
    ...blocks.flatMap(filtersOf).flatMap(lackedBy),
    ...blocks.flatMap(rulesOf).flatMap(lackedByRule),
    ...actions.flatMap(({ availableWhen }) => lackedByRule(availableWhen)),
  ];
  return [...new Set(lacked)].sort();
}

function filtersOf(block: Block): readonly Condition[] {
  const views = block.type === "list" ? block.views.map(({ condition }) => condition) : [];
  return "condition" in block ? [block.condition, ...views] : [];
}

function rulesOf(block: Block): readonly Condition[] {
  const fields = block.type === "fields" ? block.fields : [];
  return [block, ...fields].map(({ visibleWhen }) => visibleWhen);
}

function lackedBy(condition: Condition): readonly string[] {
  return condition ? unsupported(condition as unknown as Tree) : [];
}

function lackedByRule(rule: Condition): readonly string[] {
  return rule ? unsupportedInRule(rule) : [];
}
