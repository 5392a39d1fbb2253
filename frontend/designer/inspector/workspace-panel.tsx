/**
 * The properties of the workspace itself; its id is shown and never changes.
 */
import type { Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { FormField } from "../../ui/form-field";
import { AccentPicker } from "../workspaces/accent-picker";
import { IconProperty, TextsProperty } from "./properties";
import { useTarget, write } from "./target";

export function WorkspacePanel({ workspace }: { readonly workspace: Workspace }) {
  const target = useTarget();
  return (
    <>
      <TextsProperty of="title" label={t("designer.title")} value={workspace.title} />
      <TextsProperty long of="description" label={t("designer.description")} value={workspace.description} />
      <FormField label={t("designer.colour")} group>
        <AccentPicker value={workspace.accent} onPick={(accent) => write(target, "accent", accent)} />
      </FormField>
      <IconProperty of="icon" label={t("designer.icon")} value={workspace.icon} />
      <IdLine id={workspace.id} />
    </>
  );
}

export function IdLine({ id }: { readonly id: string }) {
  return (
    <p class="d-id">
      <span>{t("designer.id")}</span>
      <code>{id}</code>
    </p>
  );
}
