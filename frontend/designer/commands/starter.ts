/**
 * An entity on the phone in one step: a list, a detail page, and actions to create, edit and delete.
 *
 * The same that the server makes of an entity for a new workspace, here for one that is being designed.
 */
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, written as words } from "../words";
import { actionNode } from "./actions";
import { type Edit, written } from "./edit";
import { wholeGroups, wholeList } from "./whole-list";

export function addEntityPages(documents: Documents, reserved: Reserved, entity: string): Intention | null {
  const holder = entityOf(documents.model, entity);
  if (!holder) return null;
  return written(documents, t("designer.edit.pages_for", { name: said(holder.plural) }), (edit) =>
    writePages(edit, reserved, entity),
  );
}

function writePages(edit: Edit, reserved: Reserved, entity: string): void {
  const holder = entityOf(edit.documents.model, entity);
  if (!holder) return;
  const fresh = (list: "pages" | "actions", label: string) =>
    newNodeId(edit.documents, reserved, { document: "workspace", path: [list], label, otherwise: "node" });
  const label = said(holder.label);
  const detail = fresh("pages", entity);
  edit.insert("workspace", ["pages"], {
    id: fresh("pages", `${entity}_list`),
    kind: "list",
    entity,
    title: holder.plural,
    icon: holder.icon,
    blocks: [wholeList(edit.documents.model, holder, detail)],
    actions: [],
  });
  edit.insert("workspace", ["pages"], {
    id: detail,
    kind: "detail",
    entity,
    title: holder.label,
    hidden: true,
    blocks: wholeGroups(holder).map((fields, at) => ({
      id: at === 0 ? "facts" : "more",
      type: "fields",
      // A single field stands under its own label.
      ...(at > 0 && fields.length > 1 && { label: words(t("designer.starter.more")) }),
      fields: fields.map(({ id }) => ({ id, field: id })),
    })),
    actions: [],
  });
  const list = edit.documents.workspace.pages.at(-2)?.id ?? "";
  for (const [kind, page] of [
    ["create", list],
    ["edit", detail],
    ["delete", detail],
  ] as const) {
    const id = fresh("actions", `${kind}_${entity}`);
    const text = words(t(`designer.starter.${kind}`, { label }));
    edit.insert("workspace", ["actions"], actionNode(edit.documents, { id, kind, entity, label: text }));
    edit.insert("workspace", ["pages", page, "actions"], id);
  }
}
