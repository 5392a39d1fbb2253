/**
 * Pages: a new one that works at once, and one that goes with everything that led to it.
 */
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, type Texts, written as words } from "../words";
import { written } from "./edit";
import { pageReferences } from "./references";

export interface NewPage {
  readonly kind: "list" | "detail";
  readonly entity: string;
  /** Left out: the entity's own name. */
  readonly title?: string;
}

/** A list page with a list, or a detail page with a group of the entity's fields. */
export function addPage(documents: Documents, reserved: Reserved, page: NewPage): Intention | null {
  const entity = entityOf(documents.model, page.entity);
  if (!entity) return null;
  const title: Texts = page.title ? words(page.title) : page.kind === "list" ? entity.plural : entity.label;
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path: ["pages"],
    label: page.kind === "list" ? `${said(title)} list` : said(title),
    otherwise: "page",
  });
  const node = {
    id,
    kind: page.kind,
    entity: entity.id,
    title,
    icon: entity.icon ?? null,
    ...(page.kind === "detail" && { hidden: true }),
    blocks: page.kind === "list" ? [wholeList(entity, detailOf(documents, entity.id))] : [allFields(entity)],
    actions: [],
  };
  return written(documents, t("designer.edit.add", { name: said(title) }), (edit) =>
    edit.insert("workspace", ["pages"], node),
  );
}

/** Take a page away, and with it what only led to it. */
export function removePage(documents: Documents, page: string): Intention | null {
  const found = (documents.workspace.pages ?? []).find(({ id }) => id === page);
  return written(documents, t("designer.edit.remove", { name: said(found?.title) || page }), (edit) => {
    for (const reference of pageReferences(documents, page)) reference.cut(edit);
    edit.remove("workspace", ["pages"], page);
  });
}

/** A list that shows what an entity's records are called. */
export function wholeList(entity: Entity, detail: string | null): Record<string, unknown> {
  const figure = entity.fields.find(({ type }) => type === "money")?.id ?? null;
  const badge = entity.fields.find(({ type }) => type === "choice")?.id ?? null;
  const date = entity.fields.find(({ type }) => type === "date" || type === "date_time");
  const quiet = entity.fields.filter(
    ({ id, type }) => QUIET.has(type) && id !== entity.title && id !== figure && id !== badge,
  );
  const searched = entity.fields.filter(({ type }) => SEARCHED.has(type)).map(({ id }) => id);
  return {
    id: "rows",
    type: "list",
    entity: entity.id,
    title: entity.title,
    subtitle: quiet.slice(0, 2).map(({ id }) => id),
    figure,
    badge,
    search: searched.slice(0, 4),
    sort: date ? { field: date.id, descending: true } : { field: entity.title, descending: false },
    detail,
  };
}

function allFields(entity: Entity): Record<string, unknown> {
  return {
    id: "facts",
    type: "fields",
    fields: entity.fields.map(({ id }) => ({ id, field: id })),
  };
}

function detailOf({ workspace }: Documents, entity: string): string | null {
  return (workspace.pages ?? []).find((page) => page.kind === "detail" && page.entity === entity)?.id ?? null;
}

const QUIET: ReadonlySet<string> = new Set([
  "text",
  "auto_number",
  "date",
  "date_time",
  "email",
  "phone",
  "integer",
]);
const SEARCHED: ReadonlySet<string> = new Set(["text", "auto_number", "email", "phone"]);
