/**
 * Lines of a form: which there can be, new ones, and where a user can go once an action is done.
 */
import type { Action, Model, Page, Workspace } from "../../protocol";
import { t } from "../../shared/messages";
import { isNumbered } from "../../values/auto-number";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said } from "../words";
import { written } from "./edit";

/** Records that can stand as lines under another: their entity, and the lookup by which they hang on it. */
export interface LineKind {
  readonly entity: string;
  readonly parent: string;
  readonly label: string;
}

/** Return what can stand as lines under a record of an entity. */
export function lineKinds(model: Model, under: string): readonly LineKind[] {
  return model.entities.flatMap(({ id, plural, fields }) => {
    const lookups = fields.filter((one) => one.type === "lookup" && one.target === under && !one.several);
    return lookups.map((lookup) => {
      const name = said(plural) || id;
      const label = lookups.length > 1 ? `${name} · ${said(lookup.label) || lookup.id}` : name;
      return { entity: id, parent: lookup.id, label };
    });
  });
}

/** Put lines on a form, with every field that a person may enter. */
export function addLines(
  documents: Documents,
  reserved: Reserved,
  action: string,
  { entity, parent }: Pick<LineKind, "entity" | "parent">,
): Intention | null {
  const holder = entityOf(documents.model, entity);
  if (!holder) return null;
  const path = ["actions", action, "lines"];
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path,
    label: entity,
    otherwise: "lines",
  });
  const entered = holder.fields.filter((one) => one.id !== parent && !isNumbered(one) && !one.readOnly);
  const fields = entered.map((field) => ({ id: field.id, field: field.id }));
  return written(documents, t("designer.edit.add", { name: said(holder.plural) || entity }), (edit) =>
    edit.insert("workspace", path, { id, entity, parent, fields }),
  );
}

/** Return the pages that can be shown once an action is done: those that need no record, or one that it leads to. */
export function pagesAfter(model: Model, { pages }: Workspace, { kind, entity }: Action): readonly Page[] {
  const lookups = entityOf(model, entity)?.fields.filter(
    ({ type, several }) => type === "lookup" && !several,
  );
  const around = new Set((lookups ?? []).map(({ target }) => target));
  if (kind !== "delete") around.add(entity);
  return pages.filter((page) => {
    if (page.kind === "single") return true;
    const about = page.kind === "detail" ? page.entity : aboutOf(model, page);
    return about === null || around.has(about);
  });
}

/** Return the forms that can follow for a record that was just created. */
export function formsAfter(model: Model, { actions }: Workspace, { id, entity }: Action): readonly Action[] {
  return actions.filter((other) => {
    if (other.id === id) return false;
    if (other.kind === "edit") return other.entity === entity;
    return other.kind === "create" && lineKinds(model, entity).some((one) => one.entity === other.entity);
  });
}

/** The entity of the record whose rows a list page shows; null where it shows all. */
function aboutOf(model: Model, page: Page): string | null {
  for (const block of page.blocks) {
    if (block.type !== "list" || !block.parent) continue;
    const field = entityOf(model, block.entity)?.fields.find(({ id }) => id === block.parent);
    if (field?.target) return field.target;
  }
  return null;
}
