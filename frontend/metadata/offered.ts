/**
 * What a user may do where he is: the actions that his rights allow, and that fit the record as it is now. Pure.
 */
import type { Subject } from "../expressions/rules";
import type { Action, EffectiveMetadata, Workspace } from "../protocol";
import { findAction } from "./find";
import { allowed } from "./visibility";

/** Says of a record whether an action's rule lets it be offered. */
export type Meets = (action: Action, record: Subject) => boolean;

/** Return those of the named actions that can be offered, in their order; for a record, those that fit it. */
export function offeredActions(
  metadata: EffectiveMetadata,
  workspace: Workspace,
  named: readonly string[],
  record?: Subject,
  meets: Meets = () => true,
): Action[] {
  const actions = named.map((id) => findAction(workspace, id)).filter((action) => action !== undefined);
  return actions.filter((action) => allowed(metadata, action) && fits(action, record, meets));
}

/** Where an action stands; a phone may hold one from before it had a place. */
export function placementOf({ placement }: Action): Action["placement"] {
  return placement ?? "button";
}

/** Creating needs no record unless it copies one; everything else does, and what has a condition one that meets it. */
function fits(action: Action, record: Subject | undefined, meets: Meets): boolean {
  if (!record) return action.kind === "create" && !action.copies;
  return (action.kind === "create" || inState(action, record)) && meets(action, record);
}

function inState({ when }: Action, { values }: Subject): boolean {
  if (!when) return true;
  const value = values[when.field];
  return typeof value === "string" && when.oneOf.includes(value);
}
