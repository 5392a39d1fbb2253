/** A lookup of several records on the phone: named on pages and in lists, chosen from a page of its own. */
import { within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import type { EffectiveMetadata, Entity } from "../../../frontend/protocol";
import { field } from "../metadata/builders";
import { BUILT, builtMetadata, FIRST, fieldsOf, HANSA, NORD, orderList } from "./built";
import { press, standing, type, withPopovers } from "./order-phone";
import { id, openPhone, type Phone } from "./phone-app";

withPopovers();

const FAR = id(98);
const UNKNOWN = id(99);
const BUYERS = field("buyers", "lookup", { several: true, target: "customer", label: { en: "Buyers" } });
const LOOK = { page: "towns", display: "city", condition: null, full: true };

const PAGES = [
  { id: "built", blocks: [orderList({ subtitle: ["buyers"] })] },
  {
    id: "order",
    kind: "detail",
    hidden: true,
    title: { en: "Order" },
    blocks: [fieldsOf({ field: "buyers", page: "customer" })],
    actions: ["choose_buyers"],
  },
  {
    id: "towns",
    entity: "customer",
    blocks: [{ id: "towns", type: "list", entity: "customer", title: "name", search: ["city"] }],
  },
];
const CHOOSE = {
  id: "choose_buyers",
  kind: "edit",
  fields: [{ id: "buyers", field: "buyers", lookup: LOOK }],
};

function metadata(): EffectiveMetadata {
  const built = builtMetadata({ pages: PAGES, actions: [CHOOSE] });
  const entities = built.model.entities.map(
    (one): Entity => (one.id === "sales_order" ? { ...one, fields: [...one.fields, BUYERS] } : one),
  );
  return { ...built, model: { ...built.model, entities } };
}

function phoneWith(buyers: readonly string[] | null, path: string): Promise<Phone> {
  return openPhone({
    metadata: metadata(),
    records: {
      customer: [
        [HANSA, 1, { name: "Hansa Foods AB", city: "Malmö" }],
        [NORD, 1, { name: "Nordic Timber", city: "Umeå" }],
      ],
      sales_order: [[FIRST, 1, { number: "SO-1", status: "open", buyers }]],
      order_line: [],
    },
    traces: { customer: { [FAR]: { label: "Far Away AB", frozen: null } } },
    standing: standing(),
    path: `${BUILT}${path}`,
  });
}

describe("[DSG-16] [DSG-19] a lookup of several records", () => {
  it("names each: a link where it is here, muted where only its name is, and says of others that they are not", async () => {
    const { screen } = await phoneWith([HANSA, NORD, FAR, UNKNOWN], `/p/order/${FIRST}`);

    const shown = await screen.findByRole("definition");

    await within(shown).findByText("Customer (not on this phone)");
    expect(shown.textContent).toBe(
      "Far Away AB, Hansa Foods AB, Nordic Timber, Customer (not on this phone)",
    );
    expect(within(shown).getByRole("link", { name: "Hansa Foods AB" }).getAttribute("href")).toBe(
      `${BUILT}/p/customer/${HANSA}`,
    );
    expect(within(shown).getByRole("button", { name: /Far Away AB/ })).toBeTruthy();
  });

  it("stands in a list by its names, and of what is elsewhere one word", async () => {
    const { screen } = await phoneWith([UNKNOWN, NORD, HANSA, id(97)], "/p/built");

    expect(await screen.findByText(/Hansa Foods AB, Nordic Timber, Not on this phone/)).toBeTruthy();
  });

  it("is chosen by ticking on the page that its form names, by the value that it names, and kept in order", async () => {
    const { screen, core } = await phoneWith([NORD], `/a/choose_buyers/${FIRST}?from=order`);
    const group = await screen.findByRole("group", { name: "Buyers" });
    await within(group).findByText("Umeå");

    await press(within(group).getByRole("button", { name: "Add" }));
    const picker = within(await screen.findByRole("dialog", { hidden: true }));
    const boxes = await picker.findAllByRole("checkbox", { hidden: true });
    expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([false, true]);
    await press(boxes[0] as HTMLElement);
    await press(picker.getByRole("button", { name: "Done (2)", hidden: true }));

    expect(
      within(group)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent),
    ).toEqual(["Malmö", "Umeå"]);
    await press(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved on this phone");
    const [entry] = core.replica.outbox.entries.peek();
    expect(entry?.acts).toMatchObject([{ edits: { buyers: { value: [HANSA, NORD], old: [NORD] } } }]);
  });

  it("[DRF-05] [L03] keeps words beside what is ticked, sends nothing, and is matched with a tap", async () => {
    const { screen, core } = await phoneWith([HANSA], `/a/choose_buyers/${FIRST}?from=order`);
    const group = await screen.findByRole("group", { name: "Buyers" });
    await press(within(group).getByRole("button", { name: "Add" }));
    const picker = within(await screen.findByRole("dialog", { hidden: true }));
    expect(picker.getByText(/^Records on this phone, as of /)).toBeTruthy();
    await type(await picker.findByRole("searchbox", { hidden: true }), "Ume");
    await press(picker.getByRole("button", { name: "Keep “Ume” and match it later", hidden: true }));

    const listed = () =>
      within(group)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent);
    expect(listed()).toEqual(["Malmö", "To be matched: Ume"]);
    await press(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/“Ume” has still to be matched to a record/);
    expect(core.replica.outbox.entries.peek()).toEqual([]);

    await press(within(group).getByRole("button", { name: "Nordic Timber" }));
    expect(listed()).toEqual(["Malmö", "Umeå"]);
    await press(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved on this phone");
    const [entry] = core.replica.outbox.entries.peek();
    expect(entry?.acts).toMatchObject([{ edits: { buyers: { value: [HANSA, NORD], old: [HANSA] } } }]);
  });

  it("is left as it was where the picker is left by Cancel", async () => {
    const { screen } = await phoneWith([NORD], `/a/choose_buyers/${FIRST}?from=order`);
    const group = await screen.findByRole("group", { name: "Buyers" });

    await press(within(group).getByRole("button", { name: "Add" }));
    const picker = within(await screen.findByRole("dialog", { hidden: true }));
    await press((await picker.findAllByRole("checkbox", { hidden: true }))[0] as HTMLElement);
    await press(picker.getByRole("button", { name: "Cancel", hidden: true }));

    expect(within(group).getAllByRole("listitem")).toHaveLength(1);
  });
});
