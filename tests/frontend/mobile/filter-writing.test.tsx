import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import { filterDrafts } from "../../../frontend/local/filter-drafts";
import { ProblemError } from "../../../frontend/rest/errors";
import { taken } from "../local/standings";
import { OWN, office } from "./filter-office";
import { choose, filter, orderPhone, press, RECORDS, standing, type, withPopovers } from "./order-phone";
import { diskOf, id, metadataOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const list = ({ screen }: Phone, name: string) => screen.findByRole("list", { name });
const dialog = ({ screen }: Phone, name: string) => screen.findByRole("dialog", { name, hidden: true });

describe("[OUT-04] writing a filter", () => {
  const begin = async (phone: Phone) => {
    await press(await phone.screen.findByRole("button", { name: "New filter" }));
    const which = await dialog(phone, "Which records?");
    await press(within(which).getByRole("button", { name: "Sales orders", hidden: true }));
    await phone.screen.findByText("Sales orders: No condition yet");
  };
  const add = async (phone: Phone, button: string) => {
    await press(phone.screen.getAllByRole("button", { name: button }).at(-1) as Element);
    return dialog(phone, "Choose a field");
  };
  const button = (inside: HTMLElement, name: string) =>
    within(inside).getByRole("button", { name, hidden: true });
  const done = async (phone: Phone) => press(button(await dialog(phone, "Condition"), "Add condition"));

  it("builds conditions, through lookups too, and groups, and saves the whole of it", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: "/app/filters" });
    await begin(phone);

    await press(button(await add(phone, "Add condition"), "Status"));
    await choose(within(await dialog(phone, "Condition")).getByLabelText("Value"), "open");
    await done(phone);
    expect(await phone.screen.findByText("Sales orders: Status is Open")).toBeTruthy();
    const fields = await add(phone, "Add group");
    await press(button(fields, "Fields of Customer"));
    await press(button(fields, "Name"));
    await type(within(await dialog(phone, "Condition")).getByLabelText("Value"), "hansa");
    await done(phone);
    await phone.screen.findByText("Sales orders: Status is Open, and Customer › Name contains “hansa”");
    await choose(phone.screen.getAllByLabelText("How the conditions hold together")[1] as Element, "not");
    expect(
      await phone.screen.findByText(
        "Sales orders: Status is Open, and Customer › Name does not contain “hansa”",
      ),
    ).toBeTruthy();
    await type(phone.screen.getByRole("textbox", { name: "Name" }), "Not Hansa");
    await press(phone.screen.getByRole("button", { name: "Save" }));

    await waitFor(() =>
      expect(asked.saveFilter).toHaveBeenCalledWith(null, {
        entity: "sales_order",
        label: { en: "Not Hansa" },
        active: true,
        condition: {
          op: "and",
          of: [
            { op: "eq", path: "status", value: "open" },
            { op: "not", of: [{ op: "like", path: "customer.name", value: "hansa" }] },
          ],
        },
      }),
    );
    await expect.poll(() => filterDrafts(phone.core.replica.storage)).toEqual([]);
  });

  it("says live what the office would send", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: `/app/filters/${OWN.id}` });

    expect(await phone.screen.findByText("214 records, 180 kB: SO-000001 …")).toBeTruthy();
    expect(asked.previewFilter).toHaveBeenCalledWith(
      {
        entity: "sales_order",
        condition: { op: "and", of: [{ op: "eq", path: "status", value: "open" }] },
      },
      expect.any(AbortSignal),
    );
  });

  it("offers a control that fits the field and the comparison, and takes no condition that is not whole", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });
    await begin(phone);
    await press(button(await add(phone, "Add condition"), "Status"));
    const sheet = await dialog(phone, "Condition");
    await done(phone);
    expect(await within(sheet).findByText("The filter lacks a value to compare with.")).toBeTruthy();

    await choose(within(sheet).getByLabelText("Comparison"), "in");
    await press(within(sheet).getByRole("checkbox", { name: "Open", hidden: true }));
    await press(within(sheet).getByRole("checkbox", { name: "Confirmed", hidden: true }));
    await done(phone);

    expect(await phone.screen.findByText("Sales orders: Status is Open or Confirmed")).toBeTruthy();
  });

  it("[DSG-16] records to compare with are ticked in one go, and may be ticked off again", async () => {
    const phone = await orderPhone({
      office: office(),
      path: "/app/filters",
      records: { ...RECORDS, customer: [...RECORDS.customer, [id(9), 1, { name: "Nordic Timber" }]] },
    });
    const tick = async (name: RegExp, done: string) => {
      await press(within(await dialog(phone, "Condition")).getByText("Add value"));
      const picker = await dialog(phone, "Choose: Customer");
      await press(await within(picker).findByRole("checkbox", { name, hidden: true }));
      await press(button(picker, done));
    };
    await begin(phone);
    await press(button(await add(phone, "Add condition"), "Customer"));
    await choose(within(await dialog(phone, "Condition")).getByLabelText("Comparison"), "in");

    await tick(/Nordic/, "Done (1)");
    await tick(/Hansa/, "Done (2)");
    await tick(/Nordic/, "Done (1)");
    await done(phone);

    expect(await phone.screen.findByText("Sales orders: Customer is Hansa Foods AB")).toBeTruthy();
  });

  it("asks for days, for a person, for a period, as the comparison wants it", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });
    await begin(phone);

    await press(button(await add(phone, "Add condition"), "Created"));
    await choose(within(await dialog(phone, "Condition")).getByLabelText("Comparison"), "last-x-days");
    await type(within(await dialog(phone, "Condition")).getByLabelText("Days"), "14");
    await done(phone);
    await press(button(await add(phone, "Add condition"), "Owner"));
    await done(phone);

    expect(
      await phone.screen.findByText("Sales orders: Created is in the last 14 days, and Owner is me"),
    ).toBeTruthy();
  });

  it("[DAT-02] takes all records where somebody says so outright, counted first, and never because nothing was said", async () => {
    const asked = office();
    const phone = await orderPhone({ office: asked, path: "/app/filters" });
    await begin(phone);
    await press(phone.screen.getByRole("button", { name: "Save" }));
    expect(await phone.screen.findByText("Add at least one condition.")).toBeTruthy();
    expect(asked.saveFilter).not.toHaveBeenCalled();
    expect(asked.previewFilter).not.toHaveBeenCalled();

    await press(phone.screen.getByRole("checkbox", { name: "All records" }));

    await phone.screen.findByText("Sales orders: All records");
    expect(await phone.screen.findByText("214 records, 180 kB: SO-000001 …")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: "Add condition" })).toBeNull();
    await press(phone.screen.getByRole("button", { name: "Save" }));
    const condition = { op: "and", of: [] };
    await waitFor(() =>
      expect(asked.saveFilter).toHaveBeenCalledWith(null, {
        entity: "sales_order",
        label: { en: "All records" },
        active: true,
        condition,
      }),
    );
    expect(asked.previewFilter).toHaveBeenCalledWith(
      { entity: "sales_order", condition },
      expect.any(AbortSignal),
    );
  });

  it("goes back from all records to the conditions that there were", async () => {
    const phone = await orderPhone({ office: office(), path: `/app/filters/${OWN.id}` });
    const all = await phone.screen.findByRole("checkbox", { name: "All records" });
    await press(all);
    await phone.screen.findByText("Sales orders: All records");

    await press(all);

    expect(await phone.screen.findByText("Sales orders: Status is Open")).toBeTruthy();
    expect(phone.screen.getByRole("button", { name: "Add condition" })).toBeTruthy();
  });

  it("a filter that takes all records is not finished once that is taken back", async () => {
    const everything = filter({ condition: { op: "and", of: [] } });
    const asked = office([everything]);
    const phone = await orderPhone({ office: asked, path: `/app/filters/${OWN.id}` });
    await phone.screen.findByText("Sales orders: All records");

    await press(phone.screen.getByRole("checkbox", { name: "All records" }));
    await press(phone.screen.getByRole("button", { name: "Save" }));

    expect(await phone.screen.findByText("Add at least one condition.")).toBeTruthy();
    expect(asked.saveFilter).not.toHaveBeenCalled();
  });

  it("moves a condition out of its group, and takes one away", async () => {
    const condition = {
      op: "and",
      of: [
        {
          op: "or",
          of: [
            { op: "eq", path: "status", value: "open" },
            { op: "eq-userid", path: "owner" },
          ],
        },
        { op: "today", path: "created_on" },
      ],
    };
    const phone = await orderPhone({
      office: office([filter({ condition })]),
      path: `/app/filters/${OWN.id}`,
    });
    await phone.screen.findByText(
      /^Sales orders: Created is today, and either Status is Open or Owner is me/,
    );
    const menu = (name: string) => phone.screen.getByRole("menu", { name, hidden: true });
    const choice = (name: string, what: string) =>
      press(within(menu(name)).getByRole("menuitem", { name: what, hidden: true }));

    await choice("More about: Owner is me", "Move out of the group");
    expect(
      await phone.screen.findByText("Sales orders: Status is Open, and Created is today, and Owner is me"),
    ).toBeTruthy();
    await choice("More about: Created is today", "Remove");

    expect(await phone.screen.findByText("Sales orders: Status is Open, and Owner is me")).toBeTruthy();
    const [draft] = await filterDrafts(phone.core.replica.storage);
    expect(draft).toMatchObject({ filter: OWN.id, entity: "sales_order" });
  });

  it("lets groups stand three deep and says why not deeper", async () => {
    const deep = {
      op: "and",
      of: [{ op: "or", of: [{ op: "not", of: [{ op: "today", path: "created_on" }] }] }],
    };
    const phone = await orderPhone({
      office: office([filter({ condition: deep })]),
      path: `/app/filters/${OWN.id}`,
    });

    const enclose = await phone.screen.findByRole("menuitem", { name: /^Put into a group/, hidden: true });

    expect(enclose.textContent).toContain("Groups stand at most three deep.");
    expect(phone.screen.getAllByRole("button", { name: "Add group" }).length).toBe(2);
  });

  it("says at its line what the office found wrong", async () => {
    const problem = {
      code: "filter-unknown-field",
      arguments: {},
      field: "condition.of.0.path",
      sentence: null,
      remedy: null,
    };
    const asked = { ...office(), saveFilter: () => Promise.reject(new ProblemError(problem, 422)) };
    const phone = await orderPhone({ office: asked, path: `/app/filters/${OWN.id}` });
    const line = await phone.screen.findByRole("button", { name: "Status is Open" });

    await press(phone.screen.getByRole("button", { name: "Save" }));

    const said = await phone.screen.findByText(/names a field that there is not/);
    expect(line.closest("li")?.contains(said)).toBe(true);
    expect(line.getAttribute("data-wrong")).toBe("true");
  });

  it("without the office counts what is here, says so, and keeps the edit on the phone until it can be saved", async () => {
    const told = standing({}, { filters: [OWN] });
    const metadata = metadataOf("sales_orders");
    const disk = diskOf(
      {
        ...metadata,
        profile: { ...metadata.profile, entities: [taken("sales_order")] },
      },
      RECORDS,
      [],
      { standing: told },
    );
    const phone = await orderPhone({ disk, path: `/app/filters/${OWN.id}` });
    const said = () => phone.element.querySelector(".app-filter-said")?.textContent;
    await expect.poll(said).toContain("2 on this phone now · the office does not answer");
    await type(phone.screen.getByRole("textbox", { name: "Name" }), "Mine");

    await press(phone.screen.getByRole("button", { name: "Save" }));

    expect((await phone.screen.findByRole("alert")).textContent).toContain("Your edit is kept on this phone");
    const asked = office();
    const later = await orderPhone({ disk, office: asked, path: "/app/filters" });
    const drafts = await list(later, "Not saved yet");
    expect(drafts.textContent).toContain("Mine");
    await later.go(within(drafts).getByRole("link").getAttribute("href") ?? "");
    await press(await later.screen.findByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(asked.saveFilter).toHaveBeenCalledWith(
        OWN.id,
        expect.objectContaining({ label: { en: "Mine" } }),
      ),
    );
    await expect.poll(() => filterDrafts(later.core.replica.storage)).toEqual([]);
  });

  it("a draft that was discarded comes back by undo", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/filters" });
    await begin(phone);
    await phone.go("/app/filters");
    const drafts = await list(phone, "Not saved yet");

    await press(within(drafts).getByRole("button", { name: /^Discard/ }));
    await waitFor(() => expect(phone.screen.queryByRole("list", { name: "Not saved yet" })).toBeNull());
    await press(await phone.screen.findByRole("button", { name: "Undo" }));

    expect(await list(phone, "Not saved yet")).toBeTruthy();
  });
});

describe("[BEY-09] keeping a list on this phone", () => {
  it("makes a filter of the list's condition and of the view that is chosen", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/w/sales_orders/p/orders" });
    await press(await phone.screen.findByRole("radio", { name: /Open/ }));

    await press(phone.screen.getByRole("menuitem", { name: "Keep this list on this phone", hidden: true }));

    expect(await phone.screen.findByText(/^Sales orders: Status is Open/)).toBeTruthy();
    expect((phone.screen.getByRole("textbox", { name: "Name" }) as HTMLInputElement).value).toBe(
      "Orders · Open",
    );
    expect(await filterDrafts(phone.core.replica.storage)).toMatchObject([{ filter: null, active: true }]);
  });

  it("of a list without a condition takes all records", async () => {
    const phone = await orderPhone({ office: office(), path: "/app/w/sales_orders/p/orders" });
    await press(await phone.screen.findByRole("radio", { name: /^All/ }));

    await press(phone.screen.getByRole("menuitem", { name: "Keep this list on this phone", hidden: true }));

    expect(await phone.screen.findByText("Sales orders: All records")).toBeTruthy();
    expect(phone.screen.getByRole("checkbox", { name: "All records", checked: true })).toBeTruthy();
  });
});
