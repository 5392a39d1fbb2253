/**
 * What kinds of records a search finds, and on which page one of them opens. Pure.
 *
 * A kind is an entity that a page of the user's workspaces is about; with a workspace, of that one. Its records open
 * there where they can, else in the first workspace that has a page for them.
 */
import type { Lens } from "../../blocks/lens";
import { searchedFields } from "../../local/search-words";
import { blocksOf } from "../../metadata/find";
import type { Entity, ListBlock, Page, Workspace } from "../../protocol";
import { openerOf } from "../opener";
import { pathOf } from "../routes";

export interface Kind {
  readonly entity: Entity;
  /** The address of a record; null when no page shows such records. */
  readonly open: ((record: string) => string) | null;
  /** The list that shows them, if one does: what else it tells of a record. */
  readonly list: ListBlock | undefined;
}

/** Return the kinds of a workspace, or of all that the user has, in the order of their pages. */
export function kindsOf(lens: Lens, inside: Workspace | null): Kind[] {
  const all = lens.workspaces;
  const used = (inside ? [inside] : all).flatMap(({ pages }) => pages.flatMap(entitiesOf));
  const places = inside ? [inside, ...all.filter(({ id }) => id !== inside.id)] : all;
  return [...new Set(used)].flatMap((id) => {
    const entity = lens.may("read", id) ? lens.entity(id) : undefined;
    if (!entity || searchedFields(entity).length === 0) return [];
    const open = openerOf(places, id);
    return [{ entity, open: open && ((record) => pathOf(open(record))), list: listFor(places, id) }];
  });
}

function entitiesOf(page: Page): string[] {
  return [page.entity, ...blocksOf(page).flatMap((block) => ("entity" in block ? [block.entity] : []))];
}

function listFor(workspaces: readonly Workspace[], entity: string): ListBlock | undefined {
  const blocks = workspaces.flatMap(({ pages }) => pages).flatMap(blocksOf);
  return blocks.find((block): block is ListBlock => block.type === "list" && block.entity === entity);
}
