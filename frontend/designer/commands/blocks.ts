/**
 * Blocks of a page: a group of fields, the rows that belong to the record on show, a link to another page.
 */
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, written as words } from "../words";
import { written } from "./edit";
import { wholeList } from "./pages";

/** A group of fields under a heading; it has no fields yet. */
export function addFieldsGroup(
  documents: Documents,
  reserved: Reserved,
  page: string,
  heading: string,
): Intention | null {
  const path = ["pages", page, "blocks"];
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path,
    label: heading,
    otherwise: "group",
  });
  const name = heading || t("designer.node.fields");
  const node = { id, type: "fields", ...(heading && { label: words(heading) }), fields: [] };
  return written(documents, t("designer.edit.add", { name }), (edit) => edit.insert("workspace", path, node));
}

/** The rows of an entity inside a detail page, by the lookup that leads from them to the record on show. */
export function addInlineList(
  documents: Documents,
  reserved: Reserved,
  page: string,
  { entity, parent }: { readonly entity: string; readonly parent: string | null },
): Intention | null {
  const holder = entityOf(documents.model, entity);
  if (!holder) return null;
  const path = ["pages", page, "blocks"];
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path,
    label: entity,
    otherwise: "rows",
  });
  const detail =
    (documents.workspace.pages ?? []).find((one) => one.kind === "detail" && one.entity === entity)?.id ??
    null;
  const node = { ...wholeList(holder, detail), id, label: holder.plural, parent };
  return written(documents, t("designer.edit.add", { name: said(holder.plural) }), (edit) =>
    edit.insert("workspace", path, node),
  );
}

/** A row that opens a list page. */
export function addLink(
  documents: Documents,
  reserved: Reserved,
  page: string,
  target: string,
): Intention | null {
  const path = ["pages", page, "blocks"];
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path,
    label: target,
    otherwise: "link",
  });
  const title = (documents.workspace.pages ?? []).find((one) => one.id === target)?.title;
  return written(documents, t("designer.edit.add", { name: said(title) || target }), (edit) =>
    edit.insert("workspace", path, { id, type: "link", page: target, count: true }),
  );
}
