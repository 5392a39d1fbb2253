/** References in forms: to drafts, to records that are made on the way, and to what is still to be matched. */
import { act, fireEvent, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { emptyDisk, entries, NEW_CUSTOMER, NEW_ORDER, stored, waited } from "./order-drafts";
import { NORTH, orderPhone, press, type, withPopovers } from "./order-phone";
import type { Phone } from "./phone-app";

beforeEach(withPopovers);

/** A phone with a customer that is only a draft, and an order's form over it. */
async function withDraft(account: string | null): Promise<{ on: MemoryDisk; phone: Phone }> {
  const on = await emptyDisk();
  const before = await orderPhone({ disk: on, path: NEW_CUSTOMER });
  await type(await before.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
  if (account) await type(before.screen.getByLabelText(/account/), account);
  await waited(() => expect(JSON.stringify(stored(on)[0]?.typed)).toContain(account ?? "Hansa Fisk"));
  before.core.close();
  before.element.remove();
  return { on, phone: await orderPhone({ disk: on, path: NEW_ORDER }) };
}

const customer = (phone: Phone) => phone.screen.findByRole("button", { name: /^Customer/ });

async function picker(phone: Phone): Promise<ReturnType<typeof within>> {
  await press(await customer(phone));
  await waited(() => expect(phone.element.querySelector("dialog input[type=search]")).toBeTruthy());
  return within(phone.element.querySelector("dialog.block-picker") as HTMLElement);
}

const save = (phone: Phone) => press(phone.screen.getByRole("button", { name: "Save" }));

describe("[DRF-05] [L03] a reference in a form", () => {
  it("is set to a record that is only a draft, and both go up when the form is saved", async () => {
    const { on, phone } = await withDraft("C-777");
    const open = await picker(phone);
    expect(open.getByText("Draft")).toBeTruthy();

    await press(open.getByText("Hansa Fisk AB"));
    expect(await phone.screen.findByRole("button", { name: /Customer.*Hansa Fisk AB/ })).toBeTruthy();
    await save(phone);

    await waited(() => expect(entries(phone)).toHaveLength(2));
    const [first, second] = entries(phone).flatMap(({ acts }) => acts);
    expect(first).toMatchObject({ entity: "customer", values: { name: "Hansa Fisk AB" } });
    expect(second).toMatchObject({ entity: "sales_order", values: { customer: first?.record } });
    expect(stored(on)).toEqual([]);
  });

  it("is kept as a draft with a sentence while the draft that it names is not complete", async () => {
    const { on, phone } = await withDraft(null);
    await press((await picker(phone)).getByText("Hansa Fisk AB"));

    await save(phone);

    expect(await phone.screen.findByText(/“Hansa Fisk AB” is a draft that is not complete/)).toBeTruthy();
    expect(entries(phone)).toEqual([]);
    await waited(() => expect(stored(on)).toHaveLength(2));
  });

  it("[OUT-16] [L33] is set to a record that is made over the form, offline, with what was searched for", async () => {
    const on = await emptyDisk();
    const phone = await orderPhone({ disk: on, path: NEW_ORDER });
    const open = await picker(phone);
    await type(open.getByRole("searchbox", { hidden: true }), "Nordhavn");

    await press(open.getByRole("button", { name: "New customer …" }));
    const name = (await phone.screen.findByLabelText(/^Name/)) as HTMLInputElement;
    expect(name.value).toBe("Nordhavn");
    const over = within(name.closest("dialog") as HTMLElement);
    await type(over.getByLabelText(/account/), "C-888");
    await press(over.getByRole("button", { name: "Save" }));

    expect(await phone.screen.findByRole("button", { name: /Customer.*Nordhavn/ })).toBeTruthy();
    await save(phone);
    await waited(() => expect(entries(phone)).toHaveLength(2));
    const [made, order] = entries(phone).flatMap(({ acts }) => acts);
    expect(order).toMatchObject({ values: { customer: made?.record } });
  });

  it("[APP-08] is set to a record that is made once, though its Save is pressed twice in a moment", async () => {
    const phone = await orderPhone({ disk: await emptyDisk(), path: NEW_ORDER });
    const open = await picker(phone);
    await press(open.getByRole("button", { name: "New customer …" }));
    const name = await phone.screen.findByLabelText(/^Name/);
    await type(name, "Nordhavn");
    const over = within(name.closest("dialog") as HTMLElement);
    await type(over.getByLabelText(/account/), "C-888");
    const button = over.getByRole("button", { name: "Save" });

    await act(async () => {
      fireEvent.click(button);
      fireEvent.click(button);
    });

    expect(await phone.screen.findByRole("button", { name: /Customer.*Nordhavn/ })).toBeTruthy();
    await act(() => new Promise((later) => setTimeout(later, 50)));
    expect(entries(phone).flatMap(({ acts }) => acts)).toHaveLength(1);
  });

  it("keeps the words of a record that is not found, sends nothing, and is matched with one tap", async () => {
    const on = await emptyDisk();
    const phone = await orderPhone({ disk: on, path: NEW_ORDER });
    const open = await picker(phone);
    await type(open.getByRole("searchbox", { hidden: true }), "Hansa");
    await press(open.getByRole("button", { name: "Keep “Hansa” and match it later" }));
    expect(await phone.screen.findByText("To be matched: Hansa")).toBeTruthy();
    await waited(() => expect(stored(on)[0]?.typed.inputs.customer).toEqual({ toMatch: "Hansa" }));

    await save(phone);
    expect(await phone.screen.findByText(/“Hansa” has still to be matched to a record/)).toBeTruthy();
    expect(entries(phone)).toEqual([]);
    const [draft] = stored(on);
    phone.core.close();
    phone.element.remove();
    const later = await orderPhone({ disk: on, path: "/app/outbox" });
    expect(await later.screen.findByText(/To mend: Customer/)).toBeTruthy();
    await later.go(`/app/drafts/${draft?.id}`);
    await press(await later.screen.findByRole("button", { name: "Hansa Foods AB" }));
    await save(later);

    await waited(() => expect(entries(later)).toHaveLength(1));
    expect(entries(later)[0]?.acts).toMatchObject([{ kind: "create", values: { customer: NORTH } }]);
    expect(stored(on)).toEqual([]);
  });

  it("is filled in beforehand where a record is made from another", async () => {
    const phone = await orderPhone({
      path: `/app/w/sales_orders/a/new_order/${NORTH}?from=customer`,
    });

    expect(await phone.screen.findByRole("button", { name: /Customer.*Hansa Foods AB/ })).toBeTruthy();
  });
});
