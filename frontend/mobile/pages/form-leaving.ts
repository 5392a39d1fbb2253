/**
 * Leaving a form: whether it holds something that would be lost, and where the way back leads.
 */
import { useEffect } from "preact/hooks";
import type { WholeForm } from "../../blocks/form/whole-form";
import type { Page, Workspace } from "../../protocol";
import { useApp } from "../app-context";
import type { Route } from "../routes";

/** While the form holds something, the user is asked before he leaves it. */
export function useUnsaved(form: WholeForm): void {
  const app = useApp();
  useEffect(
    () =>
      form.dirty.subscribe((dirty) => {
        app.unsaved.value = dirty;
      }),
    [form, app],
  );
  useEffect(
    () => () => {
      app.unsaved.value = false;
    },
    [app],
  );
}

export function backOf(workspace: Workspace, from: Page, record: string | undefined): Route {
  if (from.kind === "detail" && !record) return { kind: "workspace", workspace: workspace.id };
  return { kind: "page", workspace: workspace.id, page: from.id, ...(record && { record }) };
}
