/** A small model with labels in two languages, and the words of the catalogues. */
import { IntlMessageFormat } from "intl-messageformat";
import type { Wording } from "../../../frontend/expressions/phrases";
import type { FieldRule } from "../../../frontend/values/types";
import en from "../../../texts/en.json";
import sv from "../../../texts/sv.json";

export const NORTH = "01900000-0000-7000-b000-000000000001";
export const ELSEWHERE = "01900000-0000-7000-b000-000000000002";

const choices = [
  { id: "open", label: { en: "Open", sv: "Öppen" }, retired: false },
  { id: "sent", label: { en: "Sent", sv: "Skickad" }, retired: false },
  { id: "paid", label: { en: "Paid", sv: "Betald" }, retired: false },
] as unknown as FieldRule["choices"] & {};

const model: Readonly<Record<string, readonly FieldRule[]>> = {
  order: [
    { id: "title", type: "text", label: { en: "Title", sv: "Rubrik" } },
    { id: "status", type: "choice", label: { en: "Status", sv: "Status" }, choices },
    { id: "customer", type: "lookup", target: "customer", label: { en: "Customer", sv: "Kund" } },
    { id: "total", type: "decimal", scale: 2, label: { en: "Total", sv: "Summa" } },
    { id: "price", type: "money", label: { en: "Price", sv: "Pris" } },
    { id: "urgent", type: "yes_no", label: { en: "Urgent", sv: "Brådskande" } },
    { id: "due", type: "date", label: { en: "Due", sv: "Förfallodag" } },
    { id: "closed", type: "date_time", label: { en: "Closed", sv: "Stängd" } },
    { id: "photo", type: "image", label: { en: "Photo", sv: "Bild" } },
    { id: "unit", type: "lookup", target: "business_unit", label: { en: "Unit", sv: "Enhet" } },
    { id: "team", type: "lookup", target: "team", label: { en: "Team", sv: "Team" } },
  ],
  customer: [
    { id: "name", type: "text", label: { en: "Name", sv: "Namn" } },
    { id: "region", type: "lookup", target: "region", label: { en: "Region", sv: "Region" } },
  ],
  region: [{ id: "name", type: "text", label: { en: "Name", sv: "Namn" } }],
  person: [{ id: "name", type: "text", label: { en: "Name", sv: "Namn" } }],
};

const fields = new Map(
  Object.entries(model).map(([entity, list]) => [entity, new Map(list.map((field) => [field.id, field]))]),
);

export const about = { entity: "order", fields: (entity: string) => fields.get(entity) };

export function fieldOf(id: string): FieldRule {
  const found = fields.get("order")?.get(id);
  if (!found) throw new Error(`The model has no ${id}`);
  return found;
}

function wording(language: string, locale: string, texts: Readonly<Record<string, string>>): Wording {
  return {
    say: (key, values) =>
      String(new IntlMessageFormat(texts[key] ?? `missing ${key}`, language).format(values)),
    reading: {
      language,
      locale,
      timeZone: "Europe/Stockholm",
      words: { yes: texts["field.yes"] ?? "", no: texts["field.no"] ?? "" },
      resolve: (_target, id) => (id === NORTH ? "North" : undefined),
    },
  };
}

export const english = wording("en", "en-GB", en);
export const swedish = wording("sv", "sv-SE", sv);
