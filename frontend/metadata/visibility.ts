/**
 * What of a workspace a user sees: pages and actions that his rights allow, nothing else.
 *
 * The server refuses what is forbidden; hiding it here saves the user the refusal.
 */
import type { Action, EffectiveMetadata, Page, Workspace } from "../protocol";

export type Right = "read" | "create" | "edit" | "delete";

const NEEDED: Readonly<Record<Action["kind"], Right>> = {
  create: "create",
  edit: "edit",
  delete: "delete",
  step: "edit",
};

export function may({ rights }: EffectiveMetadata, right: Right, entity: string): boolean {
  return rights[entity]?.includes(right) ?? false;
}

/** Return the workspaces that have at least one page for this user. */
export function visibleWorkspaces(metadata: EffectiveMetadata): Workspace[] {
  return metadata.workspaces.filter((workspace) => visiblePages(metadata, workspace).length > 0);
}

/** Return the pages of the landing, in order. */
export function visiblePages(metadata: EffectiveMetadata, workspace: Workspace): Page[] {
  return workspace.pages.filter(({ hidden, kind, entity }) => {
    return !hidden && kind !== "detail" && may(metadata, "read", entity);
  });
}

/** Tell whether a page may be opened at all, by a link too. */
export function mayOpen(metadata: EffectiveMetadata, page: Page): boolean {
  return may(metadata, "read", page.entity);
}

/** Return the actions that the landing offers directly. */
export function quickActions(metadata: EffectiveMetadata, workspace: Workspace): Action[] {
  return workspace.actions.filter((action) => {
    return action.quick && action.kind === "create" && allowed(metadata, action);
  });
}

/** Tell whether a user may run an action at all, whatever the record. */
export function allowed(metadata: EffectiveMetadata, { kind, entity }: Action): boolean {
  return may(metadata, NEEDED[kind], entity);
}
