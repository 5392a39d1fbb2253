/** What a person only reads says so, and why; what he may change says nothing. */
import { waitFor } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { Depths, ProfileEntity } from "../../../frontend/protocol";
import { depths, taken } from "../local/standings";
import { NORTH, ORDER, ORDER_PAGE, orderPhone, RECORDS, standing, withPopovers } from "./order-phone";
import { metadataOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const CUSTOMER_PAGE = `/app/w/sales_orders/p/customer/${NORTH}`;
const CUSTOMERS = "/app/w/sales_orders/p/customers";
const READ: Depths = depths({ create: "none", edit: "none", delete: "none" });
const BY_ROLE = "Only to be read: your role does not change customers.";

function open(path: string, customer: Depths, carried: Partial<ProfileEntity> = {}): Promise<Phone> {
  const whole = standing();
  const may = (["read", "create", "edit", "delete"] as const).filter((one) => customer[one] !== "none");
  const metadata = metadataOf("sales_orders", { customer: [...may] });
  const entities = [taken("customer", carried), taken("sales_order")];
  return orderPhone({
    metadata: { ...metadata, profile: { ...metadata.profile, entities } },
    standing: { ...whole, rights: { ...whole.rights, customer } },
    path,
  });
}

const said = ({ element }: Phone) => element.querySelector(".app-read-only")?.textContent;

describe("[OUT-10] records that are only read", () => {
  it.each([CUSTOMERS, CUSTOMER_PAGE])("say so at %s, and offer no way to change them", async (path) => {
    const phone = await open(path, READ);

    await waitFor(() => expect(said(phone)).toBe(BY_ROLE));
    expect(phone.element.querySelector(".app-read-only svg")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: "Edit" })).toBeNull();
    expect(phone.screen.queryByRole("link", { name: "New customer" })).toBeNull();
  });

  it("say it where the profile brings them to be read", async () => {
    const phone = await open(CUSTOMER_PAGE, depths(), { direction: "down" });

    await waitFor(() => expect(said(phone)).toBe("These records are only read on this phone."));
  });

  it("say nothing where anything may be done to some of them", async () => {
    const phone = await open(CUSTOMER_PAGE, depths({ ...READ, edit: "own" }));
    await phone.screen.findByRole("heading", { level: 1, name: "Hansa Foods AB" });

    expect(said(phone)).toBeUndefined();
  });

  it("say nothing of a record that is shared to be changed", async () => {
    const whole = standing();
    const [order, ...others] = RECORDS.sales_order;
    if (!order) throw new Error("There is no order");
    const shared = [ORDER, 4, { ...order[2], shared: ["read", "edit"] }] as const;
    const phone = await orderPhone({
      standing: { ...whole, rights: { ...whole.rights, sales_order: READ } },
      records: { ...RECORDS, sales_order: [[...shared], ...others] },
      path: ORDER_PAGE,
    });
    await phone.screen.findByRole("heading", { level: 1, name: "SO-000001" });

    expect(phone.element.querySelector(".app-detail .app-read-only")).toBeNull();
  });
});
