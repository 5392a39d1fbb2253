/**
 * A list that works at once: what names records, what is quiet beside it, and what it is searched by.
 */
import type { Entity } from "../../protocol";

/** A list that shows what an entity's records are called. */
export function wholeList(entity: Entity, detail: string | null): Record<string, unknown> {
  const figure = entity.fields.find(({ type }) => type === "money")?.id ?? null;
  const badge = entity.fields.find(({ type, several }) => type === "choice" && !several)?.id ?? null;
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

const QUIET: ReadonlySet<string> = new Set([
  "text",
  "auto_number",
  "date",
  "date_time",
  "email",
  "phone",
  "integer",
  "big_integer",
  "barcode",
]);
const SEARCHED: ReadonlySet<string> = new Set(["text", "barcode", "auto_number", "email", "phone"]);
