/**
 * Whether each page and action of a workspace works offline for one audience, with the reasons why not. Pure.
 */
import type { Model, OfflineAudience, OfflineGap, Workspace } from "../../protocol";
import type { Path } from "../document";
import { pageWords } from "../page-words";
import { said } from "../words";

export interface Verdict {
  readonly path: Path;
  readonly name: string;
  /** One for each thing that is lacking; none: it works. */
  readonly reasons: readonly Reason[];
}

export interface Reason {
  readonly gap: OfflineGap;
  /** Places in the page or action that lack the same. */
  readonly count: number;
}

/** Pages first, then actions, each in the document's order. */
export function verdictsOf(
  workspace: Workspace,
  model: Model,
  { gaps }: OfflineAudience,
): readonly Verdict[] {
  const nodes = [
    ...workspace.pages.map((page) => ({ path: ["pages", page.id], name: pageWords(workspace, model, page) })),
    ...workspace.actions.map(({ id, label }) => ({ path: ["actions", id], name: said(label) || id })),
  ];
  return nodes.map(({ path, name }) => {
    const own = gaps.filter((gap) => path.every((part, at) => gap.path[at] === part));
    return { path, name, reasons: reasonsOf(own) };
  });
}

function reasonsOf(gaps: readonly OfflineGap[]): readonly Reason[] {
  const alike = new Map<string, { gap: OfflineGap; count: number }>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.problem.code, gap.entity, gap.field]);
    const known = alike.get(key);
    if (known) known.count += 1;
    else alike.set(key, { gap, count: 1 });
  }
  return [...alike.values()];
}
