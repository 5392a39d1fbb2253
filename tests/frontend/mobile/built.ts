/** A phone with pages as a designer may build them, over sales orders; a page says only what its test cares about. */
import { wholeWorkspace } from "../../../frontend/designer/whole";
import type { Action, EffectiveMetadata, Entity, Page, Row, Workspace } from "../../../frontend/protocol";
import { taken } from "../local/standings";
import { standing } from "./order-phone";
import { BO, id, ME, metadataOf, openPhone, type Phone } from "./phone-app";

export const BUILT = "/app/w/sales_orders";
export const HANSA = id(1);
export const NORD = id(2);
export const FIRST = id(11);

export const UNIT = id(81);
const COMPANY = id(80);

/** Orders: two open, one confirmed, one of nobody's status. */
export const ORDERS: Row[] = [
  [FIRST, 4, { number: "SO-1", customer: HANSA, status: "open", reference: "Alpha", owner: ME }],
  [id(12), 2, { number: "SO-2", customer: NORD, status: "confirmed", reference: "Beta", owner: BO }],
  [id(13), 2, { number: "SO-3", customer: HANSA, status: "open", reference: "Hansa wish", owner: ME }],
  [id(14), 1, { number: "SO-4", customer: NORD, owner: ME }],
];

const RECORDS = {
  customer: [
    [HANSA, 1, { name: "Hansa Foods AB", city: "Malmö" }],
    [NORD, 1, { name: "Nordic Timber", city: "Umeå" }],
  ] as Row[],
  sales_order: ORDERS,
  order_line: [
    [id(31), 1, { order: FIRST, description: "Oak board" }],
    [id(32), 1, { order: FIRST, description: "Screws" }],
    [id(33), 1, { order: id(12), description: "Paint" }],
  ] as Row[],
  person: [[ME, 1, { name: "Ana Lindqvist" }]] as Row[],
  business_unit: [
    [UNIT, 1, { name: "Malmö branch", parent: COMPANY }],
    [COMPANY, 1, { name: "Nordbygg AB" }],
  ] as Row[],
  contact: [],
  shipment: [],
};

type Loose<T> = { readonly [Key in keyof T]?: unknown };

interface Built {
  readonly pages: readonly Loose<Page>[];
  readonly actions?: readonly Loose<Action>[];
  readonly orders?: Row[];
  readonly rights?: EffectiveMetadata["rights"];
  readonly path?: string;
}

/** A list of orders, by their number. */
export function orderList(more: object = {}): object {
  return { id: "list", type: "list", entity: "sales_order", title: "number", detail: "order", ...more };
}

export function fieldsOf(...fields: (string | object)[]): object {
  const placed = fields.map((one) => (typeof one === "string" ? { field: one } : one));
  return {
    id: "facts",
    type: "fields",
    fields: placed.map((one, at) => ({ id: `field_${at}`, ...one })),
  };
}

/** What a workspace looks like with these pages in place of those of the same ids. */
export function builtMetadata({ pages, actions = [], rights }: Built): EffectiveMetadata {
  const metadata = metadataOf("sales_orders", rights);
  const [workspace] = metadata.workspaces;
  if (!workspace) throw new Error("The package has no workspace");
  const whole = wholeWorkspace({
    ...workspace,
    pages: pages.map((page) => ({
      entity: "sales_order",
      kind: "list",
      title: { en: String(page.id) },
      ...page,
    })),
    actions: actions.map((action) => ({
      entity: "sales_order",
      label: { en: String(action.id) },
      ...action,
    })),
  } as unknown as Workspace);
  const others = <T extends { readonly id: string }>(all: readonly T[], own: readonly T[]) => [
    ...own,
    ...all.filter((one) => own.every(({ id: known }) => known !== one.id)),
  ];
  const built = {
    ...workspace,
    pages: others(workspace.pages, whole.pages),
    actions: others(workspace.actions, whole.actions),
  };
  const unit = metadata.model.entities.find((entity) => entity.id === "person") as Entity;
  const units: Entity = {
    ...unit,
    id: "business_unit",
    label: { en: "Business unit" },
    plural: { en: "Business units" },
    fields: [
      ...unit.fields,
      { ...unit.fields[0], id: "parent", type: "lookup", target: "business_unit" } as never,
    ],
  };
  const entities = [...metadata.model.entities, units];
  return {
    ...metadata,
    workspaces: [built],
    model: { ...metadata.model, entities },
    rights: { ...metadata.rights, business_unit: ["read"], ...rights },
    profile: { ...metadata.profile, entities: entities.map((entity) => taken(entity.id)) },
  };
}

export function builtPhone({ path = "/p/built", orders, ...built }: Built): Promise<Phone> {
  const all = standing();
  return openPhone({
    metadata: builtMetadata(built),
    records: { ...RECORDS, ...(orders && { sales_order: orders }) },
    standing: { ...all, circle: { ...all.circle, unit: UNIT } },
    path: `${BUILT}${path}`,
  });
}
