/**
 * Pages: a new one that works at once, and one that goes with everything that led to it.
 */
import type { Entity, Single } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, type Texts, written as words } from "../words";
import { written } from "./edit";
import { detailOf } from "./new-blocks";
import { pageReferences } from "./references";
import { wholeList } from "./whole-list";

export interface NewPage {
  /** `figures`: a page of charts, at first of how many records there are. */
  readonly kind: "list" | "detail" | "single" | "figures";
  readonly entity: string;
  /** Which record a single page shows. */
  readonly single?: Single;
  /** Left out: the entity's own name. */
  readonly title?: string;
}

/** A page that shows something at once: a list, figures, or a group of the entity's fields. */
export function addPage(documents: Documents, reserved: Reserved, page: NewPage): Intention | null {
  const entity = entityOf(documents.model, page.entity);
  if (!entity) return null;
  const many = page.kind === "list" || page.kind === "figures";
  const title: Texts = page.title ? words(page.title) : many ? entity.plural : entity.label;
  const id = newNodeId(documents, reserved, {
    document: "workspace",
    path: ["pages"],
    label: page.kind === "list" ? `${said(title)} list` : said(title),
    otherwise: "page",
  });
  const node = {
    id,
    kind: many ? "list" : page.kind,
    entity: entity.id,
    title,
    icon: (page.kind === "figures" ? "chart-column" : entity.icon) ?? null,
    ...(page.kind === "detail" && { hidden: true }),
    ...(page.single && { single: page.single }),
    blocks: firstBlocks(documents, entity, page.kind),
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

function firstBlocks(
  documents: Documents,
  entity: Entity,
  kind: NewPage["kind"],
): readonly Record<string, unknown>[] {
  if (kind === "list") return [wholeList(documents.model, entity, detailOf(documents, entity.id))];
  if (kind !== "figures") return [allFields(entity)];
  const by = entity.fields.find(({ type, several }) => type === "choice" && !several)?.id;
  const chart = { type: "chart", entity: entity.id, measure: { of: "count" }, label: entity.plural };
  return [
    { ...chart, id: "count", style: "number" },
    ...(by ? [{ ...chart, id: "bars", style: "bars", by }] : []),
  ];
}

function allFields(entity: Entity): Record<string, unknown> {
  return {
    id: "facts",
    type: "fields",
    fields: entity.fields.map(({ id }) => ({ id, field: id })),
  };
}
