/**
 * The page that a workspace consists of for this user: its landing page would lead nowhere else.
 */
import type { Lens } from "../../blocks/lens";
import type { Page, Workspace } from "../../protocol";

export function onlyPage(lens: Lens, workspace: Workspace): Page | undefined {
  const [first, ...others] = lens.landing(workspace);
  return others.length === 0 && lens.quick(workspace).length === 0 ? first : undefined;
}
