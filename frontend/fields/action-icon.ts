/**
 * The icon of an action: its designer's, or one that says what it does.
 */
import type { Action } from "../protocol";
import type { IconName } from "../ui/icon-names";
import { iconNamed } from "./icon-named";

const OF_KIND = {
  create: "plus",
  edit: "pencil",
  delete: "trash-2",
  step: "zap",
} as const satisfies Record<Action["kind"], IconName>;

export function actionIcon({ icon, kind }: Pick<Action, "icon" | "kind">): IconName {
  return iconNamed(icon, OF_KIND[kind]);
}
