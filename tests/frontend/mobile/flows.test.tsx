import { act, fireEvent, waitFor, within } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import type { ConflictRow, Row } from "../../../frontend/protocol";
import { BO, id, ME, metadataOf, openPhone } from "./phone-app";

const CATEGORIES: Row[] = [
  [id(1), 1, { name: "Travel" }],
  [id(2), 1, { name: "Meals" }],
];
const EXPENSES: Row[] = [
  [
    id(11),
    1,
    {
      category: id(1),
      date: "2026-11-20",
      merchant: "Taxi Nord",
      amount: { amount: "24.50", currency: "EUR" },
      owner: ME,
    },
  ],
  [
    id(12),
    1,
    {
      category: id(2),
      date: "2026-11-19",
      merchant: "Café Luna",
      amount: { amount: "8.00", currency: "EUR" },
      owner: ME,
    },
  ],
];
const REPORTS: Row[] = [
  [id(21), 3, { purpose: "Lisbon visit", status: "submitted", owner: BO, employee: BO }],
];
const EXPENSE_DATA = {
  expense_category: CATEGORIES,
  expense: EXPENSES,
  expense_report: REPORTS,
  receipt: [],
  person: [[BO, 1, { name: "Bo Ek" }]] as Row[],
};
const LOOSE = "/app/w/expense_management/p/loose_expenses";

const phoneWithExpenses = (more: Partial<Parameters<typeof openPhone>[0]> = {}) =>
  openPhone({ metadata: metadataOf("expense_management"), records: EXPENSE_DATA, ...more });

describe("the phone app with no network", () => {
  it("[APP-01] shows a tile for each workspace that the person has, and none that rights leave empty", async () => {
    const metadata = metadataOf("expense_management");
    const [workspace] = metadata.workspaces;
    if (!workspace) throw new Error("The package has no workspace");
    const empty = { ...workspace, id: "hollow", title: { en: "Hollow" }, pages: [] };

    const { screen } = await openPhone({
      metadata: { ...metadata, workspaces: [workspace, empty] },
      records: EXPENSE_DATA,
    });

    expect(await screen.findByRole("link", { name: /Expenses/ })).toBeTruthy();
    expect(screen.queryByText("Hollow")).toBeNull();
  });

  it("[APP-02] a workspace of a single page opens it at once, and back leads home", async () => {
    const metadata = metadataOf("expense_management");
    const [workspace] = metadata.workspaces;
    const loose = workspace?.pages.find(({ id }) => id === "loose_expenses");
    if (!workspace || !loose) throw new Error("The package has no such page");
    const actions = workspace.actions.map((one) => ({ ...one, quick: false }));
    const single = { ...workspace, actions, pages: [loose] };
    const { screen } = await openPhone({
      metadata: { ...metadata, workspaces: [single] },
      records: EXPENSE_DATA,
      path: LOOSE,
    });

    await press(await screen.findByRole("button", { name: "Back" }));

    const tile = await screen.findByRole("link", { name: /Expenses/ });
    expect(tile.getAttribute("href")).toBe(LOOSE);
  });

  it("[APP-02] [SEC-03] lists the visible pages of a workspace in order, without what the person may not read or make", async () => {
    const metadata = metadataOf("expense_management", { receipt: [], expense: ["read"] });

    const { screen } = await openPhone({
      metadata,
      records: EXPENSE_DATA,
      path: "/app/w/expense_management",
    });

    const list = await screen.findByRole("list", { name: "Expenses" });
    const pages = within(list)
      .getAllByRole("link")
      .map((link) => link.textContent?.replace(/[\d,]+$/, ""));
    expect(pages).toEqual(["Expense reports", "Not reported yet", "To approve"]);
    expect(screen.queryByRole("link", { name: "Quick expense" })).toBeNull();
    expect(screen.getByRole("link", { name: "New report" })).toBeTruthy();
  });

  it("[APP-05] [SYN-04] finds records as one types, by what their lookups are called too", async () => {
    const { screen } = await phoneWithExpenses({ path: LOOSE });
    await screen.findByText("Taxi Nord");

    await type(screen.getByRole("searchbox"), "MEÁLS");

    await waitFor(() => expect(screen.queryByText("Taxi Nord")).toBeNull());
    expect(await screen.findByText("Café Luna")).toBeTruthy();
    expect(screen.getByText("1 of 2 expenses on this phone")).toBeTruthy();
  });

  it("names a single record as one, and shortens what it quotes of a search", async () => {
    const one = EXPENSE_DATA.expense?.slice(0, 1) ?? [];
    const { screen } = await openPhone({
      metadata: metadataOf("expense_management"),
      records: { ...EXPENSE_DATA, expense: one },
      path: LOOSE,
    });
    expect(await screen.findByText("1 expense on this phone")).toBeTruthy();

    await type(screen.getByRole("searchbox"), "z".repeat(800));

    const said = await screen.findByText(/^Nothing on this phone matches/);
    expect(said.textContent).toBe(`Nothing on this phone matches “${"z".repeat(59)}…”.`);
  });

  it("[APP-08] [APP-09] [WS-07] keeps a new record at once and shows it in the list as new on this phone", async () => {
    const { screen, core, go } = await phoneWithExpenses({ path: LOOSE });
    await screen.findByText("Taxi Nord");
    await go("/app/w/expense_management/a/quick_expense?from=loose_expenses");
    await type(await screen.findByLabelText(/Merchant/), "Hotel Adlon");
    await type(screen.getByLabelText(/^Amount/), "212.40");
    await press(screen.getByRole("button", { name: /Category/ }));
    const picker = await screen.findByRole("dialog", { name: "Choose: Category", hidden: true });
    await press(await within(picker).findByText("Travel"));

    await save(screen);

    await screen.findByText("Saved on this phone");
    const row = (await screen.findByText("Hotel Adlon")).closest("a") as HTMLElement;
    expect(within(row).getByText("New")).toBeTruthy();
    expect(core.replica.outbox.entries.value[0]?.acts[0]).toMatchObject({
      kind: "create",
      entity: "expense",
      values: {
        merchant: "Hotel Adlon",
        amount: { amount: "212.40", currency: "EUR" },
        category: id(1),
        paid_with: "own_money",
      },
    });
  });

  it("[APP-08] marks what is missing, says so at its place and puts the focus there", async () => {
    const { screen, core } = await phoneWithExpenses({ path: "/app/w/expense_management/a/quick_expense" });
    await screen.findByLabelText(/Merchant/);

    await save(screen);

    expect((await screen.findAllByText("Fill in this field.")).length).toBe(3);
    expect(document.activeElement?.getAttribute("name")).toBe("category");
    expect(core.replica.outbox.entries.value).toEqual([]);
  });

  it("[DRF-04] [APP-09] edits an existing record and shows the new value at once", async () => {
    const { screen, core } = await phoneWithExpenses({
      path: `/app/w/expense_management/a/edit_expense/${id(11)}?from=expense`,
    });
    await type(await screen.findByLabelText(/Merchant/), "Taxi Syd");

    await save(screen);

    expect(await screen.findByRole("heading", { level: 1, name: "Taxi Syd" })).toBeTruthy();
    expect(screen.getByText("Changed on this phone")).toBeTruthy();
    expect(screen.getByText("Changed")).toBeTruthy();
    expect(core.replica.outbox.entries.value[0]?.acts[0]).toMatchObject({
      kind: "set",
      edits: { merchant: { value: "Taxi Syd", old: "Taxi Nord", base: 1 } },
    });
  });

  it("takes a change that waits back from the outbox", async () => {
    const { screen, core, go } = await phoneWithExpenses();
    await waitFor(() => expect(core.replica.metadata.value).not.toBeNull());
    await act(() =>
      core.commands.editRecord("expense", id(12), { merchant: { value: "Bar", old: "Café Luna", base: 1 } }),
    );
    await go("/app/outbox");

    await press(await screen.findByRole("button", { name: "Undo" }));

    await screen.findByText("Everything has been sent.");
    expect(core.replica.records.get("expense", id(12))?.values.merchant).toBe("Café Luna");
  });

  it("asks before a form with something in it is left", async () => {
    const { screen } = await phoneWithExpenses({
      path: `/app/w/expense_management/a/edit_expense/${id(11)}?from=expense`,
    });
    await type(await screen.findByLabelText(/Merchant/), "Taxi Syd");

    await press(screen.getByRole("button", { name: "Cancel" }));

    expect(await screen.findByText("Leave without saving?")).toBeTruthy();
    expect(screen.getByLabelText(/Merchant/)).toBeTruthy();
  });
});

describe("two versions of a record", () => {
  const conflict: ConflictRow = {
    id: id(90),
    entity: "expense",
    record: id(11),
    change: id(91),
    kind: "fields",
    base: { merchant: "Taxi" },
    mine: { merchant: "Taxi Syd" },
    mineAt: "2026-11-21T08:00:00.000Z",
    mineBy: ME,
    mineByName: "Ana Lindqvist",
    theirs: { merchant: "Taxi Nord" },
    theirsAt: "2026-11-21T08:10:00.000Z",
    theirsBy: BO,
    open: true,
    version: 2,
  };
  const path = `/app/w/expense_management/p/expense/${id(11)}`;

  it("[CON-05] are marked at their fields, with both values, who and when", async () => {
    const { screen } = await phoneWithExpenses({ conflicts: [conflict], path });
    expect(await screen.findByText("Two values: choose one")).toBeTruthy();

    await press(screen.getByRole("button", { name: "Choose" }));

    await screen.findByText(/Bo Ek, /);
    const sides = screen.getAllByRole("radio", { hidden: true });
    expect(sides.slice(-2).map((side: HTMLElement) => side.closest("label")?.textContent)).toEqual([
      expect.stringMatching(/^YoursTaxi Syd.*You, .*Nov/u),
      expect.stringMatching(/^OfficeTaxi Nord.*Bo Ek, .*Nov/u),
    ]);
  });

  it("[CON-05] become one by the user's choice, which is a change of its own", async () => {
    const { screen, core } = await phoneWithExpenses({ conflicts: [conflict], path });
    await press(await screen.findByRole("button", { name: "Choose" }));
    await press(await screen.findByRole("button", { name: "Use all mine", hidden: true }));

    await press(screen.getByRole("button", { name: "Use these values", hidden: true }));

    await screen.findByRole("heading", { level: 1, name: "Taxi Syd" });
    expect(core.replica.outbox.entries.value.at(-1)?.acts[0]).toMatchObject({
      kind: "resolve",
      conflicts: [id(90)],
      values: { merchant: "Taxi Syd" },
      seen: 2,
    });
    expect(core.replica.conflicts.open.value).toEqual([]);
  });
});

describe("[MET-02] the prompt of new metadata", () => {
  const prompt = {
    version: 2,
    urgency: "soft",
    note: { en: "Mileage can be entered now." },
    declined: false,
  } as const;

  it("comes up with the designer's note, and put off it leaves the old version in use", async () => {
    const { screen, core } = await phoneWithExpenses();
    await screen.findByRole("link", { name: /Expenses/ });
    await act(() => {
      core.replica.prompt.value = prompt;
    });
    expect(await screen.findByText("Mileage can be entered now.")).toBeTruthy();

    await press(screen.getByRole("button", { name: "Later", hidden: true }));

    await waitFor(() => expect(core.replica.prompt.value?.declined).toBe(true));
    expect(screen.queryByText("Mileage can be entered now.")).toBeNull();
    expect(core.replica.metadata.value?.metadataVersion).toBe(1);
  });

  it("never comes up in the middle of a form", async () => {
    const { screen, core, go } = await phoneWithExpenses({
      path: "/app/w/expense_management/a/quick_expense",
    });
    await screen.findByLabelText(/Merchant/);

    await act(() => {
      core.replica.prompt.value = prompt;
    });

    expect(screen.queryByText("Mileage can be entered now.")).toBeNull();
    await go("/app/");
    expect(await screen.findByText("Mileage can be entered now.")).toBeTruthy();
  });
});

describe("the ready-made sales orders", () => {
  it("[WS-01] [APP-02] lead from a list to an order, to its lines and back to the customer", async () => {
    const records = {
      customer: [[id(1), 1, { name: "Hansa Foods AB", account: "C-00190", group: "retail" }]] as Row[],
      sales_order: [
        [id(2), 1, { number: "SO-000001", customer: id(1), status: "open", created_on: "2026-11-20" }],
      ] as Row[],
      order_line: [
        [id(3), 1, { order: id(2), position: 1, description: "Oak table", quantity: "2" }],
      ] as Row[],
    };
    const { screen, go, ports } = await openPhone({
      metadata: metadataOf("sales_orders"),
      records,
      path: "/app/w/sales_orders/p/orders",
    });
    const link = (await screen.findByText(/Hansa Foods AB.* · .*Nov/)).closest("a");
    expect(link?.textContent).toMatch(/^SO-000001.*Hansa Foods AB.* · .*Nov.*2026.*Open$/);

    await go(link?.getAttribute("href") ?? "");

    expect(await screen.findByRole("link", { name: /Lines\s*1/ })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Hansa Foods AB" }).getAttribute("href")).toBe(
      `/app/w/sales_orders/p/customer/${id(1)}`,
    );
    expect(screen.getByRole("button", { name: "Confirm" })).toBeTruthy();
    await go(`/app/w/sales_orders/p/order_lines/${id(2)}`);
    expect(await screen.findByText("Oak table")).toBeTruthy();
    await act(() => ports.place.back("/app/"));
    expect(await screen.findByRole("heading", { level: 1, name: "SO-000001" })).toBeTruthy();
  });
});

async function save(screen: Parameters<typeof formOf>[0]): Promise<void> {
  await act(() => {
    fireEvent.submit(formOf(screen));
  });
}

async function press(element: Element): Promise<void> {
  await act(() => {
    fireEvent.click(element);
  });
}

async function type(element: Element, value: string): Promise<void> {
  await act(() => {
    fireEvent.input(element, { target: { value } });
  });
}

function formOf(screen: {
  getByRole: (role: string, options: { name: string }) => HTMLElement;
}): HTMLFormElement {
  const save = screen.getByRole("button", { name: "Save" }) as HTMLButtonElement;
  const form = document.getElementById(save.getAttribute("form") ?? "");
  if (!(form instanceof HTMLFormElement)) throw new Error("There is no form");
  return form;
}
