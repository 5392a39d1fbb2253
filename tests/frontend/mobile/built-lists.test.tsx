import { act, fireEvent, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Row } from "../../../frontend/protocol";
import { BUILT, builtMetadata, builtPhone, orderList } from "./built";
import { choose, pick, press, standing, type, withPopovers } from "./order-phone";
import { id, ME, openPhone, type Phone } from "./phone-app";

withPopovers();
afterEach(() => {
  vi.restoreAllMocks();
});

function listPage(list: object, more: object = {}) {
  return { id: "built", title: { en: "Orders" }, blocks: [orderList(list)], ...more };
}

async function rows({ screen }: Phone): Promise<(string | null)[]> {
  const list = await screen.findByRole("list", { name: "Sales orders" });
  return within(list)
    .getAllByRole("listitem")
    .map((row) => row.textContent);
}

const CONFIRM = {
  id: "confirm",
  kind: "step",
  label: { en: "Approve" },
  when: { field: "status", oneOf: ["open"] },
  settings: [{ id: "s", field: "status", to: "value", value: "confirmed" }],
};
const CANCEL = {
  ...CONFIRM,
  id: "cancel",
  label: { en: "Cancel order" },
  tone: "danger",
  comment: "required",
};

const waiting = ({ core }: Phone) => core.replica.outbox.entries.peek().flatMap(({ acts }) => acts);

describe("how a list looks", () => {
  it("[DSG-10] a card names each value, an empty one too", async () => {
    const list = { style: "card", subtitle: ["customer", "reference"], badge: "status" };

    const phone = await builtPhone({ pages: [listPage(list)] });
    await rows(phone);
    await phone.screen.findAllByText("Nordic Timber");

    expect((await rows(phone))[3]).toBe("SO-4CustomerNordic TimberCustomer reference–");
  });

  it("[DSG-10] an empty list says what the designer has written", async () => {
    const list = { empty: { en: "No orders. Enjoy the day." } };

    const { screen } = await builtPhone({ pages: [listPage(list)], orders: [] });

    expect(await screen.findByText("No orders. Enjoy the day.")).toBeTruthy();
  });

  it("[DSG-10] an empty list that is opened from one with rows says what it says for itself", async () => {
    const condition = { op: "eq", path: "status", value: "delivered" };
    const empty = { condition, empty: { en: "None yet." } };
    const phone = await builtPhone({
      pages: [listPage({}), { ...listPage(empty), id: "delivered", title: { en: "Delivered" } }],
    });
    await rows(phone);

    await phone.go(`${BUILT}/p/delivered`);

    expect(await phone.screen.findByText("None yet.")).toBeTruthy();
  });

  it("[DSG-10] rows stand under headings in the order of the choices, with how many there are", async () => {
    const list = { section: "status", subtitle: [] };

    const phone = await builtPhone({ pages: [listPage(list)] });

    expect(await rows(phone)).toEqual(["Open2", "SO-1", "SO-3", "Confirmed1", "SO-2", "None1", "SO-4"]);
    const named = phone.screen
      .getByRole("list", { name: "Sales orders" })
      .querySelectorAll("[aria-posinset]");
    expect(
      [...named].map((row) => [row.getAttribute("aria-posinset"), row.getAttribute("aria-setsize")]),
    ).toEqual([
      ["1", "4"],
      ["2", "4"],
      ["3", "4"],
      ["4", "4"],
    ]);
  });

  it("[DSG-10] draws a page of rows, and more of them by a button or as its end is reached", async () => {
    const orders = Array.from({ length: 30 }, (_, at) => {
      return [id(100 + at), 1, { number: `SO-${String(at).padStart(2, "0")}`, owner: ME }];
    }) as Row[];
    const reach: (() => void)[] = [];
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(told: (seen: { isIntersecting: boolean }[]) => void) {
          reach.push(() => told([{ isIntersecting: true }]));
        }
        observe() {}
        disconnect() {}
      },
    );
    const phone = await builtPhone({ pages: [listPage({ pageSize: 4, subtitle: [] })], orders });
    const size = () => phone.screen.getAllByRole("listitem")[0]?.getAttribute("aria-setsize");

    await press(await phone.screen.findByRole("button", { name: "Show more (26)" }));
    const afterButton = size();
    await act(() => reach.at(-1)?.());

    expect([afterButton, size()]).toEqual(["8", "12"]);
    expect(phone.screen.getByRole("button", { name: "Show more (18)" })).toBeTruthy();
    vi.unstubAllGlobals();
  });
});

describe("the search of a list", () => {
  const list = { search: ["number", "customer", "reference"], searchBy: "customer", subtitle: [] };

  it("[DSG-10] asks the column that the designer has set until another is chosen", async () => {
    const phone = await builtPhone({ pages: [listPage(list)] });
    await type(await phone.screen.findByRole("searchbox"), "hansa");
    const byCustomer = await rows(phone);

    const column = phone.screen.getByRole("combobox", { name: "What is searched" });
    await choose(column, "reference");
    const byReference = await rows(phone);
    await choose(column, "");
    await type(phone.screen.getByRole("searchbox"), "so-4");

    expect([byCustomer, byReference, await rows(phone)]).toEqual([["SO-1", "SO-3"], ["SO-3"], ["SO-4"]]);
  });

  it("[DSG-10] is not there where the list hides it", async () => {
    const phone = await builtPhone({ pages: [listPage({ ...list, searchBar: false })] });

    await rows(phone);

    expect(phone.screen.queryByRole("searchbox")).toBeNull();
    expect(phone.screen.queryByRole("combobox")).toBeNull();
  });

  it("[DSG-09] asks the office for as many rows as the list says, at first and by search", async () => {
    const openList = vi.fn(async () => ({ records: [], total: 0, next: null }) as never);
    const built = builtMetadata({ pages: [listPage({ fetchSize: 7 })] });
    const metadata = { ...built, profile: { ...built.profile, entities: [] } };
    const phone = await openPhone({
      metadata,
      standing: standing(),
      records: { sales_order: [] },
      office: { openList },
      path: `${BUILT}/p/built`,
    });
    await phone.screen.findByText("Nothing at the office");

    await type(phone.screen.getByRole("searchbox"), "hansa");
    await press(await phone.screen.findByRole("button", { name: /Search.*hansa/ }));

    expect(openList.mock.calls).toEqual([
      ["sales_order", "built", { limit: 7 }],
      ["sales_order", null, { limit: 7, filter: '{"op":"like","path":"number","value":"hansa"}' }],
    ]);
  });
});

describe("what lies beneath a row", () => {
  const page = listPage({ swipe: ["confirm", "cancel"], subtitle: [] });
  const open = () => builtPhone({ pages: [page], actions: [CONFIRM, CANCEL] });

  it("[DSG-10] [BL-05] is in the row's menu too, only where it fits the record, and is undone from the message", async () => {
    const phone = await open();
    await rows(phone);
    const menu = (name: string) =>
      phone.screen.queryByRole("menu", { name: `Actions for ${name}`, hidden: true });
    const confirmed = menu("SO-2");

    await press(within(menu("SO-1") as HTMLElement).getByRole("menuitem", { name: "Approve", hidden: true }));

    await vi.waitFor(() =>
      expect(waiting(phone)).toMatchObject([{ kind: "step", action: "confirm", record: id(11) }]),
    );
    expect(confirmed).toBeNull();
    await press(await phone.screen.findByRole("button", { name: "Undo" }));
    await vi.waitFor(() => expect(waiting(phone)).toEqual([]));
  });

  it("[DSG-10] is laid bare by drawing the row aside, which does nothing by itself, and covered by a tap elsewhere", async () => {
    vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(180);
    const phone = await open();
    await rows(phone);
    const row = phone.element.querySelector<HTMLElement>(".block-swipe-front") as HTMLElement;
    const beneath = row.previousElementSibling as HTMLElement;
    row.setPointerCapture = () => {};
    const finger = (kind: "Down" | "Move" | "Up", clientX: number) =>
      act(() => {
        fireEvent[`pointer${kind}`](row, { pointerType: "touch", pointerId: 1, clientX, clientY: 50 });
      });

    await finger("Down", 300);
    await finger("Move", 200);
    await finger("Up", 200);
    const bare = !beneath.inert;
    await act(() => {
      fireEvent.pointerDown(document.body);
    });

    expect([bare, beneath.inert, waiting(phone)]).toEqual([true, true, []]);
  });

  it("[DSG-10] asks first where the action does, and says so of a comment that is missing", async () => {
    const phone = await open();
    await rows(phone);

    await pick(
      within(phone.screen.getByRole("menu", { name: "Actions for SO-1", hidden: true })) as never,
      "Cancel order",
    );
    const sheet = await phone.screen.findByRole("dialog", { name: "Cancel order" });
    await press(within(sheet).getByRole("button", { name: "Cancel order" }));

    expect(await within(sheet).findByText(/Fill|Required|needed|Enter/)).toBeTruthy();
    expect(waiting(phone)).toEqual([]);
  });
});

describe("choosing several rows", () => {
  const page = listPage(
    { select: true, subtitle: [] },
    { actions: ["confirm", "delete_order", "new_order"] },
  );
  const open = async (offline = "yes") => {
    const phone = await builtPhone({ pages: [page], actions: [{ ...CONFIRM, offline }, CANCEL] });
    await rows(phone);
    await pick(phone.screen, "Choose several");
    await phone.screen.findByText("Nothing is chosen");
    return phone;
  };
  const tick = ({ screen }: Phone, name: string) => press(screen.getByRole("checkbox", { name }));

  it("[DSG-10] does one thing with all of them that it fits, and says for how many", async () => {
    const phone = await open();
    for (const name of ["SO-1", "SO-2", "SO-3"]) await tick(phone, name);

    await press(phone.screen.getByRole("button", { name: "Approve (2)" }));

    await phone.screen.findByText("2 changes are saved on this phone");
    expect(waiting(phone)).toMatchObject([
      { kind: "step", record: id(11) },
      { kind: "step", record: id(13) },
    ]);
    await press(phone.screen.getByRole("button", { name: "Undo" }));
    await vi.waitFor(() => expect(waiting(phone)).toEqual([]));
  });

  it("[DAT-17] [OUT-09] says why nothing can be done with them that needs the office", async () => {
    const phone = await open("online");

    await tick(phone, "SO-1");

    expect(await phone.screen.findByText("Approve: Needs the office: connect to do it")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: /^Approve/ })).toBeNull();
  });

  it("[OUT-09] asks the office for all of them where it is a wish", async () => {
    const phone = await open("intent");
    for (const name of ["SO-1", "SO-3"]) await tick(phone, name);

    await press(phone.screen.getByRole("button", { name: "Approve" }));

    expect(await phone.screen.findByText(/^2 asked for/)).toBeTruthy();
    expect(waiting(phone).map(({ record }) => record)).toEqual([id(11), id(13)]);
  });

  it("[DSG-10] asks once before all are deleted, and stays on the list", async () => {
    const phone = await open();
    await press(phone.screen.getByRole("button", { name: "Choose all" }));
    await phone.screen.findByText("4 chosen");

    await press(await phone.screen.findByRole("button", { name: "Delete" }));
    const sheet = await phone.screen.findByRole("dialog");
    expect(within(sheet).getByText("This is done to 4 sales orders.")).toBeTruthy();
    await press(within(sheet).getByRole("button", { name: "Delete" }));

    await phone.screen.findByText("4 are deleted on this phone");
    expect(waiting(phone).map(({ kind }) => kind)).toEqual(["delete", "delete", "delete", "delete"]);
    expect(phone.screen.getByRole("list", { name: "Sales orders" })).toBeTruthy();
  });

  it("[DSG-10] ends with Done, and with leaving the list", async () => {
    const phone = await open();
    await tick(phone, "SO-1");

    await press(phone.screen.getByRole("button", { name: "Done" }));
    const links = await phone.screen.findAllByRole("link", { name: /^SO-/ });
    await pick(phone.screen, "Choose several");
    await phone.go(BUILT);
    await phone.go(`${BUILT}/p/built`);

    expect(links).toHaveLength(4);
    expect(await phone.screen.findAllByRole("link", { name: /^SO-/ })).toHaveLength(4);
  });
});
