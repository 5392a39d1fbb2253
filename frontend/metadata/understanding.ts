/**
 * Conditions of the metadata that this app is too old for: lists that it cannot show.
 *
 * A filter with an operator that is not known may mean anything, so nothing is shown of it and nothing counted.
 */
import { type Tree, unsupported } from "../expressions/tree";
import type { ListBlock, View, Workspace } from "../protocol";

/** Tell whether this app knows every operator of a condition of the document. */
export function isUnderstood(condition: View["condition"] | ListBlock["condition"]): boolean {
  return lackedBy(condition).length === 0;
}

/** Return the operators in the lists of workspaces that this app does not know, each once, in order. */
export function lackedIn(workspaces: readonly Workspace[]): readonly string[] {
  const blocks = workspaces.flatMap(({ pages }) => pages).flatMap((page) => page.blocks);
  const lists = blocks.filter((block) => block.type === "list");
  const conditions = lists.flatMap(({ condition, views }) => [
    condition,
    ...views.map((view) => view.condition),
  ]);
  return [...new Set(conditions.flatMap(lackedBy))].sort();
}

function lackedBy(condition: View["condition"] | ListBlock["condition"]): readonly string[] {
  return condition ? unsupported(condition as unknown as Tree) : [];
}
