import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { Row } from "../../../frontend/protocol";
import { ORDER, orderPhone, press, RECORDS, type, withPopovers } from "./order-phone";
import { id, metadataOf, openPhone, type Phone } from "./phone-app";

beforeEach(withPopovers);

const MANY: Row[] = Array.from({ length: 12 }, (_, at) => [
  id(100 + at),
  1,
  { name: `Kiosk ${at + 1}`, account: `C-1${at}` },
]);
const SEED = {
  ...RECORDS,
  customer: [
    ...RECORDS.customer,
    [id(20), 1, { name: "Håkans Möbler", account: "C-00200" }] as Row,
    [id(21), 1, { name: "<b>Fake</b> & co", account: "C-00201" }] as Row,
    ...MANY,
  ],
  contact: [[id(30), 1, { name: "Siv Håkansson", customer: id(20), email: "siv@mobler.example" }] as Row],
};

async function searching(path = "/app/search"): Promise<Phone & { readonly field: HTMLElement }> {
  const phone = await orderPhone({ records: SEED, path });
  const field = await phone.screen.findByRole("searchbox");
  return { ...phone, field };
}

/** The link of a record that was found; its emphasised parts are elements of their own. */
function rowOf({ element }: Phone, words: string): Promise<HTMLAnchorElement> {
  return waitFor(() => {
    const links = [...element.querySelectorAll<HTMLAnchorElement>("a.ui-list-row")];
    const found = links.find((link) => link.textContent?.includes(words));
    if (!found) throw new Error(`There is no row of ${words}`);
    return found;
  });
}

const kindsIn = ({ element }: Phone) =>
  [...element.querySelectorAll("h2")].map((heading) => heading.textContent);
const address = ({ ports }: Phone) => ports.place.entry.value.path;

describe("[DAT-16] [L27] the search of the phone", () => {
  it("finds records of several kinds as one types, whatever their accents, and says how many it looked through", async () => {
    const phone = await searching();

    await type(phone.field, "hakan");

    await waitFor(() => expect(kindsIn(phone)).toEqual(["Customers1", "Contacts1"]));
    const row = await rowOf(phone, "Håkans Möbler");
    expect(row.querySelector("mark")?.textContent).toBe("Håkan");
    expect(phone.element.querySelector(".search-foot")?.textContent).toBe(
      "Searched 18 records on this phone",
    );
    await waitFor(() => expect(phone.screen.getByText("2 records found, of 2 kinds")).toBeTruthy(), {
      timeout: 3_000,
    });
    expect(document.activeElement).toBe(phone.field);
  });

  it("says in which field the words stand that the title has not", async () => {
    const phone = await searching("/app/search?q=siv%20mobler.example");

    const row = await rowOf(phone, "Siv Håkansson");

    expect([...row.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual([
      "Siv",
      "siv",
      "mobler.example",
    ]);
    expect(row.textContent).toContain("E-mail: siv@mobler.example");
  });

  it("shows what people wrote as text, whatever it looks like", async () => {
    const phone = await searching("/app/search?q=fake");

    const row = await rowOf(phone, "Fake");

    expect(row.querySelector("b")).toBeNull();
    expect(row.textContent).toContain("<b>Fake</b> & co");
  });

  it("shows the best of each kind and leads to all of it", async () => {
    const phone = await searching("/app/search?q=kiosk");
    const list = await phone.screen.findByRole("list", { name: /Customers/ });
    expect(within(list).getAllByRole("listitem")).toHaveLength(5);

    const link = phone.screen.getByRole("link", { name: "Show all 12 customers" });
    await press(link);

    await phone.screen.findByRole("heading", { level: 1, name: "Customers" });
    const all = await phone.screen.findByRole("list", { name: "Customers" });
    await waitFor(() => expect(within(all).getAllByRole("listitem")).toHaveLength(12));
    expect(address(phone)).toBe("/app/search?in=customer");
    expect((phone.screen.getByRole("searchbox") as HTMLInputElement).value).toBe("kiosk");
  });

  it("opens a record, and the way back finds what was found", async () => {
    const phone = await searching("/app/w/sales_orders/search");
    await type(phone.field, "so-000001");
    const row = await rowOf(phone, "SO-000001");

    await press(row);
    await phone.screen.findByRole("heading", { level: 1, name: "SO-000001" });
    expect(address(phone)).toBe(`/app/w/sales_orders/p/order/${ORDER}`);
    phone.ports.place.back("/app/");

    await phone.screen.findByRole("heading", { level: 1, name: /Search/ });
    const field = phone.screen.getByRole("searchbox");
    expect((field as HTMLInputElement).value).toBe("so-000001");
    expect(await rowOf(phone, "SO-000001")).toBeTruthy();
    expect(address(phone)).toBe("/app/w/sales_orders/search");
  });

  it("[SEC-11] keeps its words out of every address, and begins anew where nothing was handed on", async () => {
    const phone = await searching("/app/search?q=kiosk");
    await phone.screen.findByRole("list", { name: /Customers/ });
    const paths: string[] = [];
    const ended = phone.ports.place.entry.subscribe(({ path }) => paths.push(path));

    await type(phone.field, "hakan");
    await press(await rowOf(phone, "Håkans Möbler"));
    await phone.go("/app/search");

    await phone.screen.findByText("18 records on this phone");
    expect((phone.screen.getByRole("searchbox") as HTMLInputElement).value).toBe("");
    ended();
    expect(paths.filter((path) => /kiosk|hakan/.test(path))).toEqual([]);
    expect(paths).toContain("/app/search");
  });

  it("finds what was changed on this phone and has not reached the office", async () => {
    const phone = await searching();
    const { commands } = phone.core;
    await commands.createRecord("customer", { name: "Zebra AB" });
    await commands.editRecord("customer", id(20), { account: { value: "Yak", old: "C-00200", base: 1 } });

    await type(phone.field, "zebra");
    const made = await rowOf(phone, "Zebra AB");
    await type(phone.field, "yak");

    expect(made.textContent).toContain("New");
    expect((await rowOf(phone, "Håkans")).textContent).toContain("Yak");
  });

  it("does not pretend that what it knows only by its label is here", async () => {
    const traces = { customer: { [id(90)]: { label: "Elsewhere Ltd", frozen: null } } };
    const phone = await orderPhone({ records: SEED, traces, path: "/app/search?q=elsewhere" });

    await phone.screen.findByText("Nothing on this phone matches “elsewhere”.");

    expect(phone.screen.queryByText("Elsewhere Ltd")).toBeNull();
  });

  it("says so where no page shows a record, and offers no way that leads nowhere", async () => {
    const whole = metadataOf("sales_orders");
    const workspaces = whole.workspaces.map((workspace) => ({
      ...workspace,
      pages: workspace.pages.filter(({ id }) => id !== "customer"),
    }));
    const phone = await openPhone({
      metadata: { ...whole, workspaces },
      records: SEED,
      path: "/app/search?q=hansa",
    });

    const row = (await phone.screen.findByText("No page shows it")).closest(".ui-list-row");

    expect(row?.textContent).toContain("Hansa Foods AB");
    expect(row?.tagName).toBe("DIV");
  });

  it("begins with how much there is, and has its place on the dashboard and in a workspace", async () => {
    const phone = await orderPhone({ records: SEED, path: "/app/" });
    const link = await phone.screen.findByRole("link", { name: "Search" });
    expect(link.getAttribute("href")).toBe("/app/search");

    await phone.go("/app/w/sales_orders");
    const inside = await phone.screen.findByRole("link", { name: "Search" });
    expect(inside.getAttribute("href")).toBe("/app/w/sales_orders/search");
    await phone.go("/app/w/sales_orders/search");

    await phone.screen.findByText("18 records on this phone");
    expect(document.activeElement).toBe(phone.screen.getByRole("searchbox"));
  });

  it("leads nowhere in a workspace that the user does not have", async () => {
    const phone = await orderPhone({ path: "/app/w/secret/search?q=a" });

    expect(await phone.screen.findByRole("button", { name: "Go to the start" })).toBeTruthy();
  });
});
