/** Sales to gather: their model, and records from nothing but values. */
import { signal } from "@preact/signals-core";
import type { Eyes } from "../../../frontend/blocks/figures/gathered";
import { Lens } from "../../../frontend/blocks/lens";
import { wholeModel } from "../../../frontend/designer/whole";
import type { LocalRecord } from "../../../frontend/local/record";
import type { RecordsView } from "../../../frontend/local/records";
import type {
  CalendarBlock,
  ChartBlock,
  EffectiveMetadata,
  Entity,
  ReportBlock,
} from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";

export const ME = "01900000-0000-7000-8000-0000000000aa";

export function id(number: number): string {
  return `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

const field = (name: string, type: string, more: object = {}) => ({
  id: name,
  type,
  label: { en: name[0]?.toUpperCase() + name.slice(1) },
  ...more,
});

const entity = (name: string, title: string, ...fields: object[]) =>
  ({ id: name, label: { en: name }, plural: { en: `${name}s` }, title, fields }) as unknown as Entity;

const MODEL = wholeModel({
  version: 1,
  entities: [
    entity("customer", "name", field("name", "text"), field("region", "text")),
    entity(
      "sale",
      "name",
      field("name", "text"),
      field("town", "text"),
      field("customer", "lookup", { target: "customer" }),
      field("status", "choice", {
        choices: ["open", "won", "lost"].map((one) => ({
          id: one,
          label: { en: one },
          colour: null,
          retired: false,
        })),
      }),
      field("amount", "money"),
      field("weight", "decimal", { scale: 2 }),
      field("pieces", "integer"),
      field("urgent", "yes_no"),
      field("day", "date"),
      field("at", "date_time"),
      field("until", "date_time"),
    ),
  ],
});

export const METADATA = {
  metadataVersion: 1,
  organisation: "Nordbygg",
  person: { id: ME, name: "Ana", language: "en" },
  model: MODEL,
  workspaces: [],
  profile: { id: "default", version: 1, keepDays: 7, label: { en: "Everyone" }, entities: [] },
  rights: { sale: ["read"], customer: ["read"] },
  privileges: [],
} as unknown as EffectiveMetadata;

export const eur = (amount: string) => ({ amount, currency: "EUR" });

let made = 0;

export function sale(values: Values, more: Partial<LocalRecord> = {}): LocalRecord {
  made += 1;
  const plain = { entity: "sale", id: id(made), version: 1, values, partial: false } as const;
  return { ...plain, state: "clean", progress: "none", ...more };
}

export function customer(record: string, values: Values): LocalRecord {
  return { ...sale(values), entity: "customer", id: record };
}

/** Records as the phone's view gives them, and a way to put others in their place. */
export function recordsOf(first: readonly LocalRecord[], labels: Readonly<Record<string, string>> = {}) {
  const all = signal(first);
  const get = (of: string, record: string) =>
    all.value.find((one) => one.entity === of && one.id === record && !one.frozen);
  const view = {
    list: (of: string) => all.value.filter((one) => one.entity === of),
    get,
    held: get,
    label: (_: string, record: string) => labels[record],
    revision: () => all,
    loaded: () => true,
  };
  return {
    view: view as unknown as RecordsView,
    put: (next: readonly LocalRecord[]) => {
      all.value = next;
    },
  };
}

const lens = new Lens(METADATA, "en");

export function eyesOn(records: RecordsView, zone = "Europe/Stockholm"): Eyes {
  return {
    lens,
    records,
    asker: { person: ME, today: "2026-11-21", timeZone: zone },
    reading: {
      locale: "en",
      words: { yes: "Yes", no: "No" },
      resolve(target, record) {
        const name = records.get(String(target), record)?.values.name;
        return typeof name === "string" ? name : records.label(String(target), record);
      },
    },
  };
}

export function chart(more: Partial<ChartBlock>): ChartBlock {
  return {
    id: "one",
    type: "chart",
    label: null,
    entity: "sale",
    parent: null,
    condition: null,
    style: "number",
    measure: { of: "count", field: null },
    by: null,
    period: null,
    goal: null,
    page: null,
    visibleWhen: null,
    ...more,
  };
}

export function calendar(more: Partial<CalendarBlock> = {}): CalendarBlock {
  return {
    id: "days",
    type: "calendar",
    label: { en: "Visits" },
    entity: "sale",
    parent: null,
    condition: null,
    date: "day",
    title: "name",
    subtitle: [],
    badge: null,
    detail: "sale",
    empty: null,
    visibleWhen: null,
    ...more,
  };
}

export function report(more: Partial<ReportBlock> = {}): ReportBlock {
  const column = (name: string, total: "sum" | null = null) => ({
    id: name,
    field: name,
    label: null,
    total,
  });
  return {
    id: "sales",
    type: "report",
    label: { en: "Sales" },
    entity: "sale",
    parent: null,
    condition: null,
    groups: [],
    period: null,
    columns: [column("name"), column("amount", "sum"), column("town")],
    rows: true,
    detail: "sale",
    visibleWhen: null,
    ...more,
  };
}
