/**
 * Where a user goes when his action is done: to its next form or page, for the record it was done to. Pure.
 */
import type { Lens } from "../../blocks/lens";
import type { Action, Page, Workspace } from "../../protocol";
import type { Values } from "../../shared/json";
import type { Route } from "../routes";

interface Done {
  readonly id: string;
  /** What it holds now, as far as it is known here. */
  readonly values: Values;
  /** It was deleted. */
  readonly gone?: boolean;
}

/** Return the place that the action names; null: where he was. */
export function afterwards(lens: Lens, workspace: Workspace, action: Action, done: Done): Route | null {
  const page = lens.page(workspace, action.next);
  const follows = action.kind === "create" && action.nextAction;
  if (follows && lens.action(workspace, follows)) {
    const from = page ? { from: page.id } : {};
    return { kind: "action", workspace: workspace.id, action: follows, record: done.id, ...from };
  }
  if (!page) return null;
  const record = recordOn(lens, page, action.entity, done);
  if (record === undefined && page.kind === "detail") return null;
  return { kind: "page", workspace: workspace.id, page: page.id, ...(record !== undefined && { record }) };
}

/** The record that a page is shown for: the one itself, or the one that it hangs on. */
function recordOn(lens: Lens, page: Page, entity: string, { id, values, gone }: Done): string | undefined {
  if (page.kind === "single") return undefined;
  if (page.kind === "detail") {
    return page.entity === entity ? (gone ? undefined : id) : lookedUp(lens, entity, values, page.entity);
  }
  const list = page.blocks.find((block) => block.type === "list");
  const parent = list?.type === "list" && list.parent ? lens.field(list.entity, list.parent)?.target : null;
  if (!parent) return undefined;
  return parent === entity && !gone ? id : lookedUp(lens, entity, values, parent);
}

/** What the record's one lookup of an entity points at. */
function lookedUp(lens: Lens, entity: string, values: Values, target: string): string | undefined {
  for (const field of lens.fields(entity).values()) {
    if (field.type !== "lookup" || field.target !== target) continue;
    const found = values[field.id];
    if (typeof found === "string") return found;
  }
  return undefined;
}
