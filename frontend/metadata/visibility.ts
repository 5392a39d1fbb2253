/**
 * What of a workspace a user sees: pages and actions that his rights allow, nothing else.
 *
 * The server refuses what is forbidden; hiding it here saves the user the refusal.
 */
import type { Action, EffectiveMetadata, Page, Workspace } from "../protocol";
import type { Values } from "../shared/json";
import { findAction } from "./find";

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
    return !hidden && kind === "list" && may(metadata, "read", entity);
  });
}

/** Tell whether a page may be opened at all, by a link too. */
export function mayOpen(metadata: EffectiveMetadata, page: Page): boolean {
  return may(metadata, "read", page.entity);
}

/** Return the actions that a page offers; for a record, those that fit it as it is now. */
export function offeredActions(
  metadata: EffectiveMetadata,
  workspace: Workspace,
  page: Page,
  record?: Values,
): Action[] {
  const actions = page.actions
    .map((id) => findAction(workspace, id))
    .filter((action) => action !== undefined);
  return actions.filter((action) => allowed(metadata, action) && fits(action, record));
}

/** Return the actions that the landing offers directly. */
export function quickActions(metadata: EffectiveMetadata, workspace: Workspace): Action[] {
  return workspace.actions.filter((action) => {
    return action.quick && action.kind === "create" && allowed(metadata, action);
  });
}

function allowed(metadata: EffectiveMetadata, { kind, entity }: Action): boolean {
  return may(metadata, NEEDED[kind], entity);
}

/** Creating needs no record; everything else does, and a step one in the right state. */
function fits({ kind, when }: Action, record: Values | undefined): boolean {
  if (kind === "create") return true;
  if (!record) return false;
  if (!when) return true;
  const value = record[when.field];
  return typeof value === "string" && when.oneOf.includes(value);
}
