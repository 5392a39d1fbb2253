/**
 * What a designer says of a new block, and the block that comes of it: one that shows something at once.
 */
import type { Block, Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import type { Documents } from "../document";
import { entityOf, fieldAt } from "../model-view";
import { said, written as words } from "../words";
import { wholeList } from "./whole-list";

/** Records of an entity: all, or those that belong to the record on show by a lookup. */
export interface RowsOf {
  readonly entity: string;
  readonly parent: string | null;
}

export interface MeasureOf {
  readonly of: "count" | "sum" | "average" | "least" | "greatest";
  readonly field: string | null;
}

export type NewBlock =
  | { readonly type: "fields"; readonly heading: string }
  | { readonly type: "group"; readonly heading: string; readonly direction: "rows" | "columns" }
  | { readonly type: "list"; readonly rows: RowsOf }
  | { readonly type: "link"; readonly page: string }
  | { readonly type: "part"; readonly page: string; readonly through: string | null }
  | {
      readonly type: "chart";
      readonly rows: RowsOf;
      readonly style: "number" | "bars" | "trend";
      readonly measure: MeasureOf;
      readonly by: string | null;
    }
  | { readonly type: "calendar"; readonly rows: RowsOf; readonly date: string }
  | {
      readonly type: "report";
      readonly rows: RowsOf;
      readonly group: string | null;
      readonly sums: readonly string[];
    }
  | { readonly type: "timer"; readonly since: string };

/** A block without its id, what it is called, and what its id is made of. */
export interface Made {
  readonly node: Readonly<Record<string, unknown>> & { readonly type: Block["type"] };
  readonly name: string;
  readonly stem: string;
}

/** Make a block for a page of an entity; null where what it is about is not there. */
export function newBlock(documents: Documents, page: string, wanted: NewBlock): Made | null {
  const { type } = wanted;
  switch (wanted.type) {
    case "fields":
    case "group": {
      const { heading } = wanted;
      const inside = wanted.type === "group" ? { direction: wanted.direction, blocks: [] } : { fields: [] };
      const node = { type, ...(heading && { label: words(heading) }), ...inside };
      return { node, name: heading || t(`designer.node.${wanted.type}`), stem: heading || type };
    }
    case "link":
    case "part": {
      const title = said(documents.workspace.pages?.find(({ id }) => id === wanted.page)?.title);
      const more = wanted.type === "link" ? { count: true } : { through: wanted.through };
      return { node: { type, page: wanted.page, ...more }, name: title || wanted.page, stem: wanted.page };
    }
    case "timer": {
      const field = fieldAt(documents.model, page, wanted.since);
      const node = { type, since: wanted.since, ...(field && { label: field.label }) };
      return { node, name: said(field?.label) || t("designer.node.timer"), stem: type };
    }
    case "list":
    case "chart":
    case "calendar":
    case "report": {
      const entity = entityOf(documents.model, wanted.rows.entity);
      if (!entity) return null;
      const about = { type, entity: entity.id, parent: wanted.rows.parent, label: entity.plural };
      const node = { ...about, ...gathered(documents, entity, wanted) };
      return { node, name: said(entity.plural) || entity.id, stem: type === "list" ? entity.id : type };
    }
    default:
      return unreachable(wanted);
  }
}

type Gathered = Extract<NewBlock, { readonly rows: RowsOf }>;

function gathered(documents: Documents, entity: Entity, wanted: Gathered): Record<string, unknown> {
  const detail = detailOf(documents, entity.id);
  switch (wanted.type) {
    case "list": {
      const {
        id: _,
        type: _type,
        entity: _entity,
        ...list
      } = wholeList(documents.model, entity, detail, wanted.rows.parent);
      return list;
    }
    case "chart": {
      const dated = wanted.by !== null && isDate(fieldAt(documents.model, entity.id, wanted.by));
      const { style, measure, by } = wanted;
      return { style, measure, ...(by && { by }), ...(dated && { period: "month" }) };
    }
    case "calendar":
      return { date: wanted.date, title: entity.title, detail };
    case "report":
      return {
        groups: wanted.group ? [wanted.group] : [],
        columns: [
          { id: entity.title, field: entity.title },
          ...wanted.sums.map((field) => ({ id: field.replaceAll(".", "_"), field, total: "sum" })),
        ],
        detail,
      };
    default:
      return unreachable(wanted);
  }
}

export function detailOf({ workspace }: Documents, entity: string): string | null {
  return (workspace.pages ?? []).find((page) => page.kind === "detail" && page.entity === entity)?.id ?? null;
}

function isDate(field: Field | undefined): boolean {
  return field?.type === "date" || field?.type === "date_time";
}
