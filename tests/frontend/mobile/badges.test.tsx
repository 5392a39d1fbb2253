/** What has not reached the office is said by an icon and a word wherever a record stands. */
import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { Outcome, Row } from "../../../frontend/protocol";
import { ORDER, orderPhone, press, RECORDS, type, withPopovers } from "./order-phone";
import { BO, id, ME, type Phone } from "./phone-app";

beforeEach(withPopovers);

const named = (number: number, name: string): Row => [id(number), 1, { name, account: `C-${number}` }];
const [CHANGED, DELETED, SHARED, REFUSED, CONFLICTED] = [61, 62, 63, 64, 65].map(id) as [
  string,
  string,
  string,
  string,
  string,
];
const CUSTOMERS: Row[] = [
  named(61, "Kiosk changed"),
  named(62, "Kiosk deleted"),
  named(63, "Kiosk shared"),
  named(64, "Kiosk refused"),
  named(65, "Kiosk conflicted"),
  named(66, "Kiosk untouched"),
];
const LINE = id(70);
const CONTACT = id(71);
const SEED = {
  ...RECORDS,
  customer: [...RECORDS.customer, ...CUSTOMERS],
  order_line: [[LINE, 1, { order: ORDER, description: "M6", quantity: "2" }]] as Row[],
  contact: [[CONTACT, 1, { name: "Siv Ek", customer: CHANGED }]] as Row[],
};
const CONFLICT = {
  id: id(90),
  entity: "customer",
  record: CONFLICTED,
  change: id(91),
  kind: "fields" as const,
  base: { name: "Kiosk" },
  mine: { name: "Kiosk 2" },
  mineAt: "2026-11-21T08:00:00.000Z",
  mineBy: ME,
  mineByName: "Ana Lindqvist",
  theirs: { name: "Kiosk conflicted" },
  theirsAt: "2026-11-21T08:10:00.000Z",
  theirsBy: BO,
  open: true,
  version: 1,
};
const SAID = {
  "Kiosk new": "New",
  "Kiosk changed": "Changed",
  "Kiosk deleted": "Deleted",
  "Kiosk shared": "Waiting",
  "Kiosk refused": "Refused",
  "Kiosk conflicted": "Two versions",
  "Kiosk untouched": null,
};

const account = (value: string, old: string) => ({ account: { value, old, base: 1 } });

/** Customers of every state, without a network. */
async function phoneAt(path: string): Promise<Phone> {
  const phone = await orderPhone({ records: SEED, conflicts: [CONFLICT], path: "/app/" });
  const { commands, replica } = phone.core;
  await Promise.all(Object.keys(SEED).map((entity) => replica.records.ensure(entity)));
  await commands.editRecord("customer", REFUSED, account("X", "C-64"));
  await refuse(phone);
  await commands.createRecord("customer", { name: "Kiosk new", account: "C-60" });
  await commands.editRecord("customer", CHANGED, account("Y", "C-61"));
  await commands.deleteRecord("customer", DELETED);
  await commands.shareRecord("customer", SHARED, BO, ["read"]);
  await commands.editRecord("order_line", LINE, { description: { value: "M8", old: "M6", base: 1 } });
  await commands.deleteRecord("contact", CONTACT);
  await phone.go(path);
  return phone;
}

/** The office refuses the only change, as the engine would keep it. */
async function refuse({ core }: Phone): Promise<void> {
  const { outbox, storage } = core.replica;
  const [first] = outbox.entries.peek();
  if (!first) throw new Error("There is nothing to refuse");
  const rest = { records: [], conflicts: [], blockedBy: null, seq: 1, problem: null };
  const outcome: Outcome = { ...rest, status: "rejected", id: first.id, number: 1 };
  const { operations, adopt } = outbox.prepare([{ ...first, number: 1, outcome }]);
  await storage.commit("push.outcomes", operations, "strict");
  adopt();
}

/** The badge of each row, once the last of them is drawn: its word, which is seen, beside its icon. */
async function badges(list: HTMLElement): Promise<Record<string, string | null>> {
  return waitFor(() => {
    const rows = [...list.querySelectorAll<HTMLElement>(".ui-list-row")];
    const found = rows.map((row) => {
      const mark = row.querySelector(".ui-state");
      const word = mark?.querySelector("span:not(.ui-hidden)")?.textContent ?? null;
      if (mark && !mark.querySelector("svg")) throw new Error(`${word} has no icon`);
      const name = Object.keys(SAID).find((one) => row.textContent?.includes(one)) ?? row.textContent;
      return [name, word];
    });
    if (found.length < Object.keys(SAID).length - 1) throw new Error("Rows are missing");
    return Object.fromEntries(found) as Record<string, string | null>;
  });
}

describe("[APP-07] new, changed, deleted, waiting, refused and conflicting records", () => {
  it("are marked in a list", async () => {
    const { screen } = await phoneAt("/app/w/sales_orders/p/customers");
    await type(await screen.findByRole("searchbox"), "kiosk");

    expect(await badges(await screen.findByRole("list", { name: "Customers" }))).toEqual(SAID);
  });

  it("are marked in the search of the phone, where what is deleted is not found", async () => {
    const { screen } = await phoneAt("/app/search?q=kiosk&in=customer");

    const found = await badges(await screen.findByRole("list", { name: "Customers" }));

    const { "Kiosk deleted": _, ...others } = SAID;
    expect(found).toEqual(others);
  });

  it("are marked where one is chosen for a lookup", async () => {
    const phone = await phoneAt("/app/w/sales_orders/a/new_order?from=orders");
    await press(await phone.screen.findByRole("button", { name: /Customer/ }));
    const dialog = await phone.screen.findByRole("dialog", { hidden: true });
    await type(await within(dialog).findByRole("searchbox", { hidden: true }), "kiosk");

    expect(await badges(dialog)).toEqual(SAID);
  });

  it.each([
    [CHANGED, "Changed on this phone"],
    [DELETED, "Deleted on this phone"],
    [SHARED, "On this phone"],
    [REFUSED, "Refused by the office"],
  ])("are told on the page of one: %s %s", async (record, words) => {
    const { element } = await phoneAt(`/app/w/sales_orders/p/customer/${record}`);

    await waitFor(() => {
      expect(element.querySelector(".app-record-state .ui-state")?.textContent).toBe(words);
    });
    expect(element.querySelector(".app-record-state svg")).toBeTruthy();
  });

  it("lead to the choice on the page of one with two versions", async () => {
    const { screen } = await phoneAt(`/app/w/sales_orders/p/customer/${CONFLICTED}`);

    expect(await screen.findByRole("button", { name: "Choose" })).toBeTruthy();
  });

  it("are marked among the lines of a record, on a page of their own and inside its page", async () => {
    const phone = await phoneAt(`/app/w/sales_orders/p/order_lines/${ORDER}`);
    const row = async (words: string) => (await phone.screen.findByText(words)).closest(".ui-list-row");

    expect((await row("M8"))?.querySelector(".ui-state")?.textContent).toBe("Changed");
    await phone.go(`/app/w/sales_orders/p/customer/${CHANGED}`);
    expect((await row("Siv Ek"))?.querySelector(".ui-state")?.textContent).toBe("Deleted");
    expect((await row("Siv Ek"))?.querySelector("del")).toBeTruthy();
  });
});
