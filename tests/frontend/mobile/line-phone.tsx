/** A phone whose order forms have lines, and what tests of it press and read. */

import { wholeAction } from "../../../frontend/designer/whole";
import type { Action, EffectiveMetadata, Row, ShownField } from "../../../frontend/protocol";
import { ORDER, press, RECORDS, standing } from "./order-phone";
import { id, metadataOf, openPhone, type Phone } from "./phone-app";

export const BOLT = id(40);
export const NUT = id(41);
export const LINE = id(50);
export const OTHER_LINE = id(51);
export const NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders";
export const EDIT_ORDER = `/app/w/sales_orders/a/edit_order/${ORDER}?from=order`;

export const LINED = {
  ...RECORDS,
  customer: [...RECORDS.customer, [id(9), 1, { name: "Nord AB", account: "C-00191" }]] as Row[],
  item: [
    [BOLT, 1, { number: "B-1", name: "Bolt" }],
    [NUT, 1, { number: "N-1", name: "Nut" }],
  ] as Row[],
  order_line: [
    [LINE, 3, { order: ORDER, item: BOLT, quantity: "2", description: "M6" }],
    [OTHER_LINE, 1, { order: ORDER, item: NUT, quantity: "5", description: "M8" }],
  ] as Row[],
};

const LINES = {
  id: "lines",
  entity: "order_line",
  parent: "order",
  label: { en: "Lines" },
  fields: ["item", "quantity", "description"].map((field) => ({ id: field, field })) as ShownField[],
  least: 0,
  most: 200,
};

/** The metadata of the orders, with lines in their forms, and with what else a test says of an action. */
export function linedMetadata(more: Readonly<Record<string, Partial<Action>>> = {}): EffectiveMetadata {
  const metadata = metadataOf("sales_orders");
  const [workspace] = metadata.workspaces;
  if (!workspace) throw new Error("There is no workspace");
  const lines = [LINES];
  const given: Readonly<Record<string, Partial<Action>>> = { new_order: { lines }, edit_order: { lines } };
  const actions = workspace.actions.map((action) => {
    return wholeAction({ ...action, ...given[action.id], ...more[action.id] });
  });
  return { ...metadata, workspaces: [{ ...workspace, actions }] };
}

export function linePhone(
  path: string,
  {
    more,
    ...wanted
  }: Partial<Parameters<typeof openPhone>[0]> & {
    readonly more?: Readonly<Record<string, Partial<Action>>>;
  } = {},
): Promise<Phone> {
  return openPhone({ metadata: linedMetadata(more), records: LINED, standing: standing(), path, ...wanted });
}

export const entries = ({ core }: Phone) => core.replica.outbox.entries.value;

/** Choose a record for the lookup of a place. */
export async function choose(phone: Phone, within: HTMLElement, label: RegExp, name: RegExp): Promise<void> {
  const { getAllByRole, findByRole } = await import("@testing-library/preact");
  const button = getAllByRole(within, "button").find((one) => label.test(one.getAttribute("name") ?? ""));
  if (!button) throw new Error(`There is nothing to choose for ${label}`);
  await press(button);
  const dialog = await phone.screen.findByRole("dialog", { hidden: true });
  await press(await findByRole(dialog, "button", { name, hidden: true }));
}
