/**
 * Two documents to edit in tests: orders with customers, one list, one detail page, three actions.
 */

import type { Documents } from "../../../frontend/designer/document";
import type { Design } from "../../../frontend/protocol";

export function documents(): Documents {
  return structuredClone({ workspace: WORKSPACE, model: MODEL }) as unknown as Documents;
}

export function design(parts: Partial<Design> = {}): Design {
  return {
    ...documents(),
    revision: 7,
    publishedVersion: 0,
    changed: true,
    roles: [],
    findings: [],
    retired: { workspace: [], model: [] },
    ...parts,
  };
}

const WORKSPACE = {
  id: "sales",
  title: { en: "Sales" },
  icon: "truck",
  accent: "blue",
  pages: [
    {
      id: "orders",
      kind: "list",
      entity: "order",
      title: { en: "Orders", sv: "Order" },
      blocks: [
        {
          id: "rows",
          type: "list",
          entity: "order",
          title: "number",
          subtitle: ["customer.name", "status"],
          badge: "status",
          search: ["number", "customer.name"],
          sort: { field: "number", descending: true },
          detail: "order",
        },
      ],
      actions: ["new_order"],
    },
    {
      id: "order",
      kind: "detail",
      entity: "order",
      title: { en: "Order" },
      hidden: true,
      blocks: [
        {
          id: "facts",
          type: "fields",
          fields: [
            { id: "number", field: "number" },
            { id: "customer", field: "customer", page: "customer" },
            { id: "status", field: "status", label: { en: "State" } },
          ],
        },
        { id: "money", type: "fields", label: { en: "Money" }, fields: [{ id: "total", field: "total" }] },
        { id: "to_orders", type: "link", page: "orders" },
      ],
      actions: ["confirm"],
    },
    {
      id: "customer",
      kind: "detail",
      entity: "customer",
      title: { en: "Customer" },
      hidden: true,
      blocks: [{ id: "facts", type: "fields", fields: [{ id: "name", field: "name" }] }],
      actions: [],
    },
  ],
  actions: [
    {
      id: "new_order",
      kind: "create",
      entity: "order",
      label: { en: "New order" },
      fields: [
        { id: "customer", field: "customer" },
        { id: "total", field: "total" },
      ],
      next: "order",
    },
    {
      id: "confirm",
      kind: "step",
      entity: "order",
      label: { en: "Confirm" },
      settings: [{ id: "status", field: "status", to: "value", value: "confirmed" }],
      when: { field: "status", oneOf: ["open"] },
    },
  ],
};

const MODEL = {
  version: 3,
  entities: [
    {
      id: "person",
      label: { en: "Person" },
      plural: { en: "People" },
      title: "name",
      builtIn: true,
      fields: [{ id: "name", type: "text", label: { en: "Name" } }],
    },
    {
      id: "customer",
      label: { en: "Customer" },
      plural: { en: "Customers" },
      title: "name",
      fields: [
        { id: "name", type: "text", label: { en: "Name" } },
        { id: "city", type: "text", label: { en: "City" } },
      ],
    },
    {
      id: "order",
      label: { en: "Order" },
      plural: { en: "Orders" },
      title: "number",
      fields: [
        { id: "number", type: "auto_number", label: { en: "Number" } },
        { id: "customer", type: "lookup", target: "customer", label: { en: "Customer" } },
        {
          id: "status",
          type: "choice",
          label: { en: "Status" },
          choices: [
            { id: "open", label: { en: "Open" } },
            { id: "confirmed", label: { en: "Confirmed" } },
          ],
        },
        { id: "total", type: "money", currency: "EUR", label: { en: "Total" } },
        { id: "note", type: "multi_line", label: { en: "Note" } },
      ],
    },
  ],
};
