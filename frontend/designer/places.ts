/**
 * What the last part of an address of the designer names: a workspace, or a page beside them.
 */

/** No id of a workspace begins like this. */
export const PROFILES = "~profiles";

/** The workspace, or the page beside them, that an address names; null: the list of workspaces. */
export function workspaceIn(path: string): string | null {
  const [, , workspace] = path.split("/");
  return workspace ? decodeURIComponent(workspace) : null;
}
