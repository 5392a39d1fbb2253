/** How much of the whole is on this phone, and searching the office for the rest. */
import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Lens } from "../../../frontend/blocks/lens";
import { plainList } from "../../../frontend/blocks/list/plain-list";
import { officeQuery } from "../../../frontend/mobile/keeping/office-query";
import type { OfficePort } from "../../../frontend/mobile/ports";
import type { RecordDocument, RecordPage } from "../../../frontend/protocol";
import { Unreachable } from "../../../frontend/rest/errors";
import { taken } from "../local/standings";
import { choose, NORTH, ORDER, orderPhone, press, RECORDS, type, withPopovers } from "./order-phone";
import { id, metadataOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const MINE = [
  taken("sales_order", { rules: [{ kind: "mine" }] }),
  taken("customer", { rules: [{ kind: "mine" }] }),
  taken("person"),
];
const ORDERS = "/app/w/sales_orders/p/orders";

function documentOf(record: string, number: string): RecordDocument {
  return {
    entity: "sales_order",
    id: record,
    version: 3,
    values: { number, customer: NORTH, status: "open" },
    owner: null,
    modifiedAt: "2026-11-21T08:00:00.000Z",
    modifiedBy: null,
    may: ["read"],
  };
}

const pageOf = (records: readonly RecordDocument[], total: number): RecordPage => {
  return { records: [...records], next: null, total };
};

async function searching(openList: OfficePort["openList"], path = ORDERS) {
  const phone = await orderPhone({ profile: MINE, office: { openList }, path });
  await type(await phone.screen.findByRole("searchbox"), "SO-0");
  return phone;
}

const ask = async ({ screen }: Phone) => {
  await press(await screen.findByRole("button", { name: "Search the office for “SO-0”" }));
};

async function told({ core }: Phone, entity: string, total: number): Promise<void> {
  const at = "2026-11-20T10:00:00.000Z";
  await core.replica.recent.openedPage("whole ", { entity, records: [], total, at });
}

describe("[APP-06] searching the office for what is not on this phone", () => {
  it("marks what is only there, opens it, and says how much of what was found is here", async () => {
    const found = [documentOf(ORDER, "SO-000001"), documentOf(id(40), "SO-000040")];
    const phone = await searching(async () => pageOf(found, 137));

    await ask(phone);

    const section = await phone.screen.findByRole("list", { name: "At the office" });
    const row = within(section).getByRole("link");
    expect(within(section).getAllByRole("listitem")).toHaveLength(1);
    expect(row.textContent).toContain("SO-000040");
    expect(row.querySelector(".ui-state")?.textContent).toBe("At the office");
    expect(row.querySelector(".ui-state svg")).toBeTruthy();
    expect(row.getAttribute("href")).toBe(`/app/w/sales_orders/p/order/${id(40)}`);
    expect(
      phone.screen.getByText(
        "137 found at the office. 2 of them are on this phone. The first 2 are fetched.",
      ),
    ).toBeTruthy();
  });

  it("asks by the value that is chosen, and anew when the user changes it", async () => {
    const openList = vi.fn<OfficePort["openList"]>(async () => pageOf([], 0));
    const phone = await searching(openList);
    await choose(await phone.screen.findByRole("combobox", { name: "What is searched" }), "number");
    await ask(phone);
    await phone.screen.findByText("Nothing found at the office.");

    await choose(await phone.screen.findByRole("combobox", { name: "What is searched" }), "customer.name");
    await ask(phone);

    await waitFor(() => expect(openList).toHaveBeenCalledTimes(2));
    const filters = openList.mock.calls.map(([, name, query]) => [name, JSON.parse(query.filter ?? "")]);
    expect(filters).toEqual([
      [null, { op: "like", path: "number", value: "so-0" }],
      [null, { op: "like", path: "customer.name", value: "so-0" }],
    ]);
  });

  it("says that the office does not answer, and keeps what this phone has found", async () => {
    const phone = await searching(() => Promise.reject(new Unreachable("no network")));

    await ask(phone);

    expect(
      await phone.screen.findByText("The office does not answer. This is only what is on this phone."),
    ).toBeTruthy();
    expect(phone.screen.getByText("SO-000001")).toBeTruthy();
  });

  it("goes over the kinds of a workspace that are not wholly here", async () => {
    const openList = vi.fn<OfficePort["openList"]>(async (entity) => {
      return entity === "sales_order" ? pageOf([documentOf(id(40), "SO-000040")], 1) : pageOf([], 0);
    });
    const phone = await orderPhone({ profile: MINE, office: { openList }, path: "/app/search?q=so-0" });
    const deed = await phone.screen.findByRole("button", { name: "Search the office for “so-0”" });

    await press(deed);

    const row = await phone.screen.findByRole("link", { name: /SO-000040/ });
    expect(row.querySelector(".ui-state")?.textContent).toBe("At the office");
    const asked = openList.mock.calls.map(([entity, , query]) => [entity, query.search]);
    expect(asked).toContainEqual(["customer", "so-0"]);
    expect(asked.map(([entity]) => entity)).not.toContain("person");
  });
});

describe("[APP-06] what a list asks for", () => {
  const lens = new Lens(metadataOf("sales_orders"), "en");
  const block = plainList({ id: "rows", entity: "sales_order", title: "number" });
  const asked = (list: object, searched: object = {}) =>
    officeQuery(lens, { ...block, ...list }, { typed: "", path: "", view: "", ...searched });
  const filterOf = ({ filter }: { readonly filter?: string }) => JSON.parse(filter ?? "null") as unknown;
  const open = { op: "eq", path: "status", value: "open" };
  const mine = { op: "eq-userid", path: "owner" };

  it("is no more than it shows, in its view, as many as it fetches", () => {
    const views = [
      { id: "all", label: {}, condition: null },
      { id: "mine", label: {}, condition: mine },
    ];

    const query = asked({ condition: open, views, fetchSize: 7 }, { view: "mine" });

    expect(query.limit).toBe(7);
    expect(filterOf(query)).toEqual({ op: "and", of: [open, mine] });
    expect(asked({})).toEqual({ limit: 50 });
  });

  it("has each word in one searched value or another, as the phone does", () => {
    const search = ["number", "customer.name"];

    const query = asked({ search, condition: { op: "and", of: [open, mine] } }, { typed: "Hansa  SO" });

    const like = (value: string) => ({
      op: "or",
      of: search.map((path) => ({ op: "like", path, value })),
    });
    expect(filterOf(query)).toEqual({ op: "and", of: [open, mine, like("hansa"), like("so")] });
  });

  it("is all texts of a record where a value is searched that is none", () => {
    expect(asked({ search: ["status"] }, { typed: "open", path: "status" })).toEqual({
      limit: 50,
      search: "open",
    });
  });
});

describe("[BEY-08] how much of the whole is on this phone", () => {
  it("is told below a list, as far as it was told lately, and again beside what is found", async () => {
    const phone = await orderPhone({ profile: MINE, path: ORDERS });
    await told(phone, "sales_order", 4310);

    expect(await phone.screen.findByText("2 of about 4,310 sales orders are on this phone")).toBeTruthy();
    await type(phone.screen.getByRole("searchbox"), "SO-000001");
    expect(phone.screen.getByText("1 of 2 sales orders on this phone")).toBeTruthy();
    expect(phone.screen.getByText("The office has about 4,310.")).toBeTruthy();
  });

  it("is told as all there is where the profile takes all along", async () => {
    const phone = await orderPhone({ profile: [taken("sales_order")], path: ORDERS });

    expect(await phone.screen.findByText("2 sales orders on this phone: all there is for you")).toBeTruthy();
  });

  it("is not made up where nobody has told", async () => {
    const phone = await orderPhone({ profile: MINE, path: ORDERS });

    expect(await phone.screen.findByText("2 sales orders on this phone")).toBeTruthy();
  });

  it("is told for each kind of the search, and where nobody has told that there may be more", async () => {
    const phone = await orderPhone({ profile: MINE, path: "/app/search" });
    await told(phone, "sales_order", 4310);

    expect(await phone.screen.findByText("2 of about 4,310 sales orders are on this phone")).toBeTruthy();
    const more = phone.screen.getByText(/^There may be more .* at the office\.$/).textContent;
    expect(more).toContain("customers");
    expect(more).not.toContain("sales orders");
  });

  it("is told where a record is chosen for a lookup", async () => {
    const records = { ...RECORDS, sales_order: [] };
    const phone = await orderPhone({
      profile: MINE,
      records,
      path: "/app/w/sales_orders/a/new_order?from=orders",
    });
    await told(phone, "customer", 1200);

    await press(await phone.screen.findByRole("button", { name: /Customer/ }));

    expect(await phone.screen.findByText("1 of about 1,200 customers is on this phone")).toBeTruthy();
  });
});
