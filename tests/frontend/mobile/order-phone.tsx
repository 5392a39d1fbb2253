/** A phone with a few sales orders, a standing of which a test says only what it cares about, and popovers. */
import { act, fireEvent } from "@testing-library/preact";
import type { Depths, PersonalFilter, ProfileEntity, Row, Standing } from "../../../frontend/protocol";
import { depths, taken, standing as told } from "../local/standings";
import { BO, id, ME, metadataOf, openPhone, type Phone } from "./phone-app";

export const NORTH = id(1);
export const ORDER = id(2);
export const HIS_ORDER = id(3);
export const ORDER_PAGE = `/app/w/sales_orders/p/order/${ORDER}`;
export const HIS_PAGE = `/app/w/sales_orders/p/order/${HIS_ORDER}`;
export const TEAM = "01900000-0000-7000-8000-0000000000cc";

const ENTITIES = ["customer", "contact", "item", "sales_order", "order_line", "shipment", "person", "team"];

export const RECORDS = {
  customer: [[NORTH, 1, { name: "Hansa Foods AB", account: "C-00190" }]] as Row[],
  sales_order: [
    [ORDER, 4, { number: "SO-000001", customer: NORTH, status: "open", owner: ME }],
    [HIS_ORDER, 2, { number: "SO-000002", customer: NORTH, status: "open", owner: BO }],
  ] as Row[],
  person: [
    [ME, 1, { name: "Ana Lindqvist" }],
    [BO, 1, { name: "Bo Ek" }],
  ] as Row[],
  team: [[TEAM, 1, { name: "Nordic sales" }]] as Row[],
  contact: [],
  order_line: [],
  shipment: [],
};

/** Everything is allowed that `rights` does not say otherwise. */
export function standing(rights: Partial<Depths> = {}, more: Partial<Standing> = {}): Standing {
  const all = Object.fromEntries(ENTITIES.map((entity) => [entity, depths()]));
  return told({
    rights: { ...all, sales_order: depths(rights) },
    reach: { own: [ME], team: [ME, TEAM], unit: [ME, TEAM], unit_and_below: [] },
    ...more,
  });
}

interface Wanted extends Partial<Parameters<typeof openPhone>[0]> {
  readonly profile?: readonly ProfileEntity[];
}

export function orderPhone({ profile, ...more }: Wanted = {}): Promise<Phone> {
  const metadata = metadataOf("sales_orders");
  const entities = [...metadata.model.entities, teamEntity(metadata.model.entities)];
  const carried = profile ?? ENTITIES.map((entity) => taken(entity));
  return openPhone({
    metadata: {
      ...metadata,
      model: { ...metadata.model, entities },
      rights: { ...metadata.rights, team: ["read"] },
      profile: { ...metadata.profile, entities: [...carried] },
    },
    records: RECORDS,
    standing: standing(),
    path: ORDER_PAGE,
    ...more,
  });
}

function teamEntity(entities: ReturnType<typeof metadataOf>["model"]["entities"]) {
  const person = entities.find((entity) => entity.id === "person");
  if (!person) throw new Error("There are no people");
  return { ...person, id: "team", label: { en: "Team" }, plural: { en: "Teams" } };
}

export function filter(more: Partial<PersonalFilter> = {}): PersonalFilter {
  return {
    id: id(70),
    entity: "sales_order",
    label: { en: "Open orders" },
    condition: { op: "eq", path: "status", value: "open" },
    active: true,
    system: false,
    template: null,
    problems: [],
    ...more,
  };
}

/** happy-dom has no popovers: show and hide become the toggle events that a browser sends. */
export function withPopovers(): void {
  const toggle = (newState: string) =>
    function (this: HTMLElement) {
      this.dispatchEvent(Object.assign(new Event("toggle"), { newState }));
    };
  Object.assign(HTMLElement.prototype, { showPopover: toggle("open"), hidePopover: toggle("closed") });
}

export async function press(element: Element): Promise<void> {
  await act(() => {
    fireEvent.click(element);
  });
}

export async function type(element: Element, value: string): Promise<void> {
  await act(() => {
    fireEvent.input(element, { target: { value } });
  });
}

export async function choose(element: Element, value: string): Promise<void> {
  await act(() => {
    fireEvent.change(element, { target: { value } });
  });
}

/** Open the record's menu and choose an item. */
export async function pick(screen: Phone["screen"], name: RegExp | string): Promise<void> {
  await press(screen.getByRole("menuitem", { name, hidden: true }));
}
