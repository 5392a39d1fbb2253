/**
 * The lists of pages: which block fills a page, and its model, kept while the user moves about.
 */
import { ListModel } from "../../blocks/list/list-model";
import type { Query } from "../../blocks/list/query";
import type { ListBlock, Page, Workspace } from "../../protocol";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { useAsker, useReading } from "../reading";

/** The list that fills a page: the first that stands in no group. */
export function listOf(page: Page | undefined): ListBlock | undefined {
  if (page?.kind !== "list") return undefined;
  return page.blocks.find((block): block is ListBlock => block.type === "list");
}

/** The model of a list page; the same one as long as the user stays in the workspace. */
export function useListModel(
  workspace: Workspace,
  page: Page | undefined,
  parent: string | undefined,
): ListModel | undefined {
  const app = useApp();
  const lens = current(app.lens);
  const reading = useReading();
  const asker = useAsker();
  const block = listOf(page);
  if (!lens || !block || !page) return undefined;
  const query: Query = { lens, records: app.core.replica.records, reading, asker, block, parent };
  const model = app.memory.keep(
    `${listsOf(workspace)}${page.id}/${parent ?? ""}`,
    () => new ListModel(query),
  );
  model.follow(query);
  return model;
}

/** Under which names the lists of a workspace are kept. */
export function listsOf({ id }: Workspace): string {
  return `list/${id}/`;
}
