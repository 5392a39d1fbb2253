import { within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { BUILT, builtPhone, FIRST, fieldsOf, HANSA, NORD, orderList } from "./built";
import { press, withPopovers } from "./order-phone";
import { BO, id, ME, type Phone } from "./phone-app";

withPopovers();

const ORDER = `/p/order/${FIRST}`;

function orderPage(...blocks: object[]) {
  return { id: "order", kind: "detail", hidden: true, title: { en: "Order" }, blocks };
}

async function facts(screen: Phone["screen"]) {
  const terms = await screen.findAllByRole("term");
  return terms.map((term: HTMLElement) => [term.textContent, term.nextElementSibling?.textContent]);
}

describe("a page that finds its own record", () => {
  const me = {
    id: "me",
    kind: "single",
    entity: "person",
    single: { of: "me" },
    title: { en: "My profile" },
    blocks: [fieldsOf("name")],
  };

  it("[DSG-04] [APP-02] stands on the landing page in its place and shows the user himself", async () => {
    const phone = await builtPhone({ pages: [me], path: "" });

    const links = await phone.screen.findAllByRole("link", { name: /My profile|Orders|Customers/ });
    await phone.go(`${BUILT}/p/me`);

    expect(links.map((link: HTMLElement) => link.textContent?.replace(/\d+$/, ""))).toEqual([
      "My profile",
      "Orders",
      "Customers",
    ]);
    await phone.screen.findByRole("heading", { name: "My profile" });
    expect(await facts(phone.screen)).toEqual([["Name", "Ana Lindqvist"]]);
  });

  it.each([
    { of: "my_unit", shown: "Malmö branch" },
    { of: "my_company", shown: "Nordbygg AB" },
  ])("[DSG-04] shows $shown as $of", async ({ of, shown }) => {
    const page = { ...me, entity: "business_unit", single: { of } };

    const { screen } = await builtPhone({ pages: [page], path: "/p/me" });

    expect(await screen.findByText(shown)).toBeTruthy();
  });

  it("[DSG-04] shows the oldest record that points at him, and none that was deleted", async () => {
    const page = {
      ...me,
      entity: "sales_order",
      single: { of: "me", through: "contact" },
      blocks: [fieldsOf("number")],
    };
    const orders = [
      [id(22), 1, { number: "SO-younger", contact: ME, owner: ME }],
      [id(21), 1, { number: "SO-older", contact: ME, owner: ME }],
      [id(20), 1, { number: "SO-oldest", contact: BO, owner: ME }],
    ] as never;

    const phone = await builtPhone({ pages: [page], orders, path: "/p/me" });
    await phone.screen.findByText("SO-older");
    await phone.core.commands.deleteRecord("sales_order", id(21));

    expect(await phone.screen.findByText("SO-younger")).toBeTruthy();
  });

  it("[DSG-04] says so where there is none, and offers to make it", async () => {
    const page = {
      ...me,
      entity: "sales_order",
      single: { of: "me", through: "contact" },
      actions: ["new_order"],
    };

    const { screen } = await builtPhone({ pages: [page], path: "/p/me" });

    expect(await screen.findByText("There is no sales order for you yet.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "New order" }).getAttribute("href")).toBe(
      `${BUILT}/a/new_order?from=me`,
    );
  });
});

describe("lines and links", () => {
  const lines = { type: "list", entity: "order_line", parent: "order", title: "description" };

  it("[DSG-07] [DSG-05] stand inside the page, or behind a link that counts them and opens them", async () => {
    const inline = { id: "inline", ...lines, label: { en: "What is ordered" } };
    const link = { id: "link", type: "link", page: "order_lines" };

    const { screen } = await builtPhone({ pages: [orderPage(inline, link)], path: ORDER });

    const list = await screen.findByRole("list", { name: /What is ordered/ });
    expect(
      within(list)
        .getAllByRole("listitem")
        .map((row) => row.textContent),
    ).toEqual(["Oak board", "Screws"]);
    const to = screen.getByRole("link", { name: /Lines/ });
    expect([to.getAttribute("href"), to.textContent]).toEqual([`${BUILT}/p/order_lines/${FIRST}`, "Lines2"]);
  });

  it("[DSG-08] [L25] a count follows what was added and deleted here and has not been sent", async () => {
    const link = { id: "link", type: "link", page: "order_lines" };
    const phone = await builtPhone({ pages: [orderPage(link)], path: ORDER });
    const counted = async (words: string) =>
      phone.screen.findByText(
        (_: string, { textContent, tagName }: Element) => tagName === "A" && textContent === words,
      );
    await counted("Lines2");

    await phone.core.commands.createRecord("order_line", { order: FIRST, description: "Nails" });
    await counted("Lines3");
    await phone.core.commands.deleteRecord("order_line", id(31));
    await phone.core.commands.editRecord("order_line", id(32), { order: { base: 1, value: id(12) } });

    await counted("Lines1");
    await phone.go(`${BUILT}/p/order_lines/${FIRST}`);
    expect(await phone.screen.findByText(/^1 .*line on this phone$/)).toBeTruthy();
  });

  it("[DSG-08] a count can be what the record holds", async () => {
    const link = { id: "link", type: "link", page: "order_lines", countFrom: "reference" };

    const { screen } = await builtPhone({ pages: [orderPage(link)], path: ORDER });

    expect((await screen.findByRole("link", { name: /Lines/ })).textContent).toBe("LinesAlpha");
  });
});

describe("fields", () => {
  it("[DSG-06] a value of another record leads to that record's page, and to no page of another kind", async () => {
    const block = fieldsOf(
      { field: "customer", page: "customer" },
      { field: "customer.city", page: "customer" },
      { field: "customer.name", page: "order" },
    );

    const { screen } = await builtPhone({ pages: [orderPage(block)], path: ORDER });

    const city = await screen.findByRole("link", { name: "Malmö" });
    expect(city.getAttribute("href")).toBe(`${BUILT}/p/customer/${HANSA}`);
    const links = within(screen.getAllByRole("term")[0]?.closest("dl") as HTMLElement).getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(["Hansa Foods AB", "Malmö"]);
  });

  it("[DSG-17] [BL-05] hidden ones are not shown, and others only while their rule is met", async () => {
    const open = { op: "eq", path: "status", value: "open" };
    const block = fieldsOf({ field: "note", hidden: true }, "number", {
      field: "reference",
      visibleWhen: open,
    });
    const phone = await builtPhone({ pages: [orderPage(block)], path: ORDER });
    const reference = await phone.screen.findByText("Alpha");

    await phone.core.commands.editRecord("sales_order", FIRST, {
      status: { base: 4, value: "confirmed" },
    });

    await phone.screen.findAllByText("Changed on this phone");
    expect(reference.isConnected).toBe(false);
    expect(await facts(phone.screen)).toEqual([["Order number", "SO-1"]]);
  });
});

describe("groups and parts", () => {
  it("[DSG-22] what a group says of its look holds for what is inside, unless that says otherwise", async () => {
    const inner = {
      id: "inner",
      type: "group",
      label: { en: "Inner" },
      look: { size: "small" },
      blocks: [fieldsOf("number")],
    };
    const outer = {
      id: "outer",
      type: "group",
      label: { en: "Outer" },
      direction: "columns",
      look: { colour: "teal", filled: true, size: "large", weight: "strong" },
      blocks: [inner],
    };

    const { screen } = await builtPhone({ pages: [orderPage(outer)], path: ORDER });

    const [around, inside] = [
      await screen.findByRole("region", { name: "Outer" }),
      screen.getByRole("region", { name: "Inner" }),
    ];
    const looks = [around, inside].map(({ dataset, className }) => [
      dataset.accent,
      dataset.size,
      dataset.weight,
      className.includes("filled"),
    ]);
    expect(looks).toEqual([
      ["teal", "large", "strong", true],
      ["teal", "small", "strong", true],
    ]);
    expect(inside.dataset.node).toBe("pages/order/blocks/outer/blocks/inner");
    expect(inside.querySelector("section, .block-fields")?.getAttribute("data-node")).toBe(
      "pages/order/blocks/outer/blocks/inner/blocks/facts",
    );
  });

  it("[DSG-22] a part shows another page, of the record that a lookup points at", async () => {
    const part = {
      id: "part",
      type: "part",
      page: "where",
      through: "customer",
      label: { en: "Who ordered" },
    };
    const where = {
      id: "where",
      kind: "detail",
      hidden: true,
      entity: "customer",
      blocks: [fieldsOf("name", "city")],
    };

    const phone = await builtPhone({ pages: [orderPage(part), where], path: ORDER });

    const region = await phone.screen.findByRole("region", { name: "Who ordered" });
    expect(within(region).getByText("Malmö")).toBeTruthy();
    await phone.core.commands.editRecord("sales_order", FIRST, { customer: { base: 4, value: NORD } });
    expect(await phone.screen.findByText("Umeå")).toBeTruthy();
  });

  it("[DSG-22] a part that leads back to its own page is left out, and ends in no circle", async () => {
    const part = { id: "part", type: "part", page: "order", label: { en: "Again" } };

    const { screen } = await builtPhone({ pages: [orderPage(part, fieldsOf("number"))], path: ORDER });

    expect(await facts(screen)).toHaveLength(1);
    expect(screen.queryByText("Again")).toBeNull();
  });

  it("[DSG-04] a page without a list that fills it stands alone, with its blocks in order", async () => {
    const group = {
      id: "group",
      type: "group",
      blocks: [orderList({ id: "inside", label: { en: "Latest" } })],
    };
    const link = { id: "link", type: "link", page: "customers" };

    const { screen } = await builtPhone({ pages: [{ id: "built", blocks: [link, group] }] });

    expect(await screen.findByRole("link", { name: /Customers ?2/ })).toBeTruthy();
    const list = await screen.findByRole("list", { name: /Latest/ });
    expect(within(list).getAllByRole("listitem")).toHaveLength(4);
    expect(screen.queryByText(/Choose an? sales order/)).toBeNull();
  });
});

describe("rules of a page", () => {
  const block = (visibleWhen: object) => ({ ...fieldsOf("reference"), visibleWhen });

  it.each([
    { rule: { op: "eq", path: "status", value: "open" }, shown: true, why: "is met" },
    { rule: { op: "eq", path: "status", value: "shipped" }, shown: false, why: "is not met" },
    {
      rule: {
        op: "eq",
        left: { op: "field", path: "customer.city" },
        right: { op: "value", type: "text", value: "Malmö" },
      },
      shown: true,
      why: "is met through a lookup",
    },
    {
      rule: { op: "not", of: [{ op: "orbits", path: "status" }] },
      shown: true,
      why: "is newer than this app",
    },
  ])("[BL-05] a block stands on the page: $shown, as its rule $why", async ({ rule, shown }) => {
    const { screen } = await builtPhone({
      pages: [orderPage(block(rule), { ...fieldsOf("number"), id: "always" })],
      path: ORDER,
    });

    await screen.findByText("SO-1", { selector: "dd *" });

    expect(screen.queryByText("Alpha") !== null).toBe(shown);
  });
});

describe("actions of a record", () => {
  const step = (name: string, more: object = {}) => ({
    id: name,
    kind: "step",
    label: { en: name },
    ...more,
  });
  const names = (screen: Phone["screen"], role: "button" | "menuitem") =>
    screen.getAllByRole(role, { hidden: true }).map((one: HTMLElement) => one.textContent);

  it("[DSG-13] stand in their set order, as buttons or in the menu as each says, and hidden ones nowhere", async () => {
    const actions = [
      step("Third"),
      step("First", { placement: "menu" }),
      step("Hidden", { placement: "hidden" }),
      step("Second"),
    ];
    const page = {
      ...orderPage(fieldsOf("number")),
      actions: ["First", "Hidden", "Second", "Third", "edit_order"],
    };

    const { screen } = await builtPhone({ pages: [page], actions, path: ORDER });

    await screen.findByRole("button", { name: "Second" });
    const buttons = names(screen, "button");
    expect(buttons.slice(buttons.indexOf("Second"), buttons.indexOf("Third") + 1)).toEqual([
      "Second",
      "Third",
    ]);
    const menu = names(screen, "menuitem");
    expect(menu.slice(menu.indexOf("First")).slice(0, 2)).toEqual(["First", "Edit"]);
    expect(screen.queryByText("Hidden")).toBeNull();
  });

  it("[BL-05] are offered while their condition is met, without a network too, and not where it cannot be known", async () => {
    const open = { op: "eq", path: "status", value: "open" };
    const actions = [
      step("Ship", {
        availableWhen: open,
        settings: [{ id: "s", field: "status", to: "value", value: "shipped" }],
      }),
      step("Orbit", { availableWhen: { op: "orbits", path: "status" } }),
    ];
    const page = { ...orderPage(fieldsOf("number")), actions: ["Ship", "Orbit"] };
    const { screen } = await builtPhone({ pages: [page], actions, path: ORDER });

    await press(await screen.findByRole("button", { name: "Ship" }));

    await screen.findAllByText("Changed on this phone");
    expect(screen.queryByRole("button", { name: "Ship" })).toBeNull();
    expect(screen.queryByText("Orbit")).toBeNull();
  });
});
