/**
 * Documents with a block of every type on the page of an order, the last of them deep in groups.
 */
import type { Documents } from "../../../frontend/designer/document";
import type { Block } from "../../../frontend/protocol";
import { documents } from "./documents";

export const LIST = ["pages", "order", "blocks"];
export const INNER = [...LIST, "outer", "blocks", "inner", "blocks"];

const gathered = { entity: "order" };

const BLOCKS = [
  {
    ...gathered,
    id: "mine",
    type: "list",
    title: "customer.name",
    section: "status",
    search: ["number", "placed"],
    searchBy: "placed",
    swipe: ["confirm"],
    detail: "order",
  },
  {
    ...gathered,
    id: "bars",
    type: "chart",
    style: "bars",
    measure: { of: "sum", field: "total" },
    by: "status",
    page: "orders",
  },
  { ...gathered, id: "days", type: "calendar", date: "placed", title: "number", detail: "order" },
  {
    ...gathered,
    id: "sums",
    type: "report",
    groups: ["status", "customer.city"],
    columns: [
      { id: "number", field: "number" },
      { id: "total", field: "total", total: "sum" },
    ],
    detail: "order",
  },
  { id: "of_customer", type: "part", page: "customer", through: "customer" },
  { id: "since", type: "timer", since: "begun", until: "placed" },
  { id: "lines", type: "link", page: "orders", countFrom: "lines" },
  { id: "deep", type: "fields", fields: [{ id: "total", field: "total" }] },
];

/** Orders where the blocks stand in a group within a group. */
export function everyBlock(): Documents {
  const made = withFields();
  const inner = { id: "inner", type: "group", blocks: BLOCKS };
  const outer = { id: "outer", type: "group", label: { en: "Outer" }, blocks: [inner] };
  const pages = made.workspace.pages.map((page) =>
    page.id === "order" ? { ...page, blocks: [...page.blocks, outer as unknown as Block] } : page,
  );
  return { ...made, workspace: { ...made.workspace, pages } };
}

/** Orders that have dates and a number as well. */
export function withFields(): Documents {
  const made = documents();
  const more = [
    { id: "placed", type: "date", label: { en: "Placed" } },
    { id: "begun", type: "date_time", label: { en: "Begun" } },
    { id: "lines", type: "integer", label: { en: "Lines" } },
    { id: "seller", type: "lookup", target: "person", label: { en: "Seller" } },
  ];
  const entities = made.model.entities.map((entity) =>
    entity.id === "order" ? { ...entity, fields: [...entity.fields, ...more] } : entity,
  );
  return { ...made, model: { ...made.model, entities } } as unknown as Documents;
}
