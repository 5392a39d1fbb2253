/**
 * The lookup by which a new record of an entity hangs on a record that is being looked at.
 *
 * The page that is left says it by its list, else a page that it links to, else any; else the one lookup there is.
 */
import { blocksOf } from "../metadata/find";
import type { Block, ListBlock, Page, Workspace } from "../protocol";
import type { Lens } from "./lens";

export function parentField(
  lens: Lens,
  workspace: Workspace,
  entity: string,
  parent: string,
  page?: Page,
): string | undefined {
  const fits = (block: Block): block is ListBlock =>
    block.type === "list" &&
    block.entity === entity &&
    lens.field(entity, block.parent ?? "")?.target === parent;
  const own = page ? blocksOf(page) : [];
  const linked = own.flatMap((block) => {
    const to = block.type === "link" || block.type === "part" ? lens.page(workspace, block.page) : undefined;
    return to ? blocksOf(to) : [];
  });
  const block = [...own, ...linked, ...workspace.pages.flatMap(blocksOf)].find(fits);
  if (block?.parent) return block.parent;
  const lookups = [...lens.fields(entity).values()].filter(
    ({ type, target, several }) => type === "lookup" && target === parent && !several,
  );
  return lookups.length === 1 ? lookups[0]?.id : undefined;
}
