/**
 * The page where an action belongs, and whether a person can come to it at all.
 */
import type { Action, Page } from "../../protocol";
import type { Documents } from "../document";
import { fitsPage } from "./actions";
import { actionReferences } from "./references";

/** The page that would offer an action: the one at hand if it can, else that of what is made or of the record. */
export function homeOf(
  { model, workspace }: Documents,
  action: Pick<Action, "entity" | "kind">,
  near: string | null = null,
): Page | undefined {
  const pages = workspace.pages ?? [];
  const fitting = pages.filter((page) => fitsPage(model, page, action));
  const own = fitting.filter(({ entity, kind }) => {
    const listed = action.kind === "create" ? kind === "list" : kind !== "list";
    return entity === action.entity && listed;
  });
  return fitting.find(({ id }) => id === near) ?? own[0] ?? fitting[0];
}

/** Say whether a page, a swipe or another action leads to an action; one that is hidden on purpose needs none. */
export function isReached(documents: Documents, { id, placement, quick }: Action): boolean {
  return quick || placement === "hidden" || actionReferences(documents, id).length > 0;
}
