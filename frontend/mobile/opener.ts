/**
 * On which page a record opens: the first in these workspaces that shows one of its kind. Pure.
 */
import type { Workspace } from "../protocol";
import type { Route } from "./routes";

/** Return where an entity's records open; null when no page shows such records. */
export function openerOf(
  workspaces: readonly Workspace[],
  entity: string,
): ((record: string) => Route) | null {
  for (const { id: workspace, pages } of workspaces) {
    const page = pages.find((one) => one.kind === "detail" && one.entity === entity);
    if (page) return (record) => ({ kind: "page", workspace, page: page.id, record });
  }
  return null;
}
