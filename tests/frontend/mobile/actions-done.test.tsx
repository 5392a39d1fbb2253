/** How actions are done: only with the office, as a wish, once or as often as asked; and where their user goes then. */
import { act, waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Lens } from "../../../frontend/blocks/lens";
import { wholeAction } from "../../../frontend/designer/whole";
import { doneAtOffice } from "../../../frontend/mobile/at-office";
import type { OpenApp } from "../../../frontend/mobile/open-app";
import { afterwards } from "../../../frontend/mobile/pages/afterwards";
import type { Action, Page } from "../../../frontend/protocol";
import { answer } from "./answering";
import { choose, entries, linedMetadata, linePhone, NEW_ORDER } from "./line-phone";
import { NORTH, ORDER, ORDER_PAGE, press, type, withPopovers } from "./order-phone";
import type { Phone } from "./phone-app";

beforeEach(withPopovers);

const SOURCE = { workspace: "sales_orders", action: "confirm_order" };
const step = ({ core }: Phone, comment: string | null = null) =>
  core.commands.runStep("sales_order", ORDER, SOURCE, comment);
const status = ({ core }: Phone) => core.replica.records.get("sales_order", ORDER)?.values.status;
const asked = (offline: Action["offline"], more: Partial<Action> = {}) => ({
  more: { confirm_order: { offline, placement: "button" as const, ...more } },
});

async function loaded(phone: Phone): Promise<Phone> {
  await phone.core.replica.records.ensure("sales_order");
  return phone;
}

const appOf = ({ core }: Phone) =>
  ({ core: { ...core, sync: { syncNow: async () => {} } } }) as unknown as OpenApp;

describe("[OUT-09] an action that needs the office", () => {
  it("stands there without a network, with the reason, and cannot be done", async () => {
    const phone = await linePhone(ORDER_PAGE, asked("online"));

    const item = await phone.screen.findByRole("menuitem", { name: /^Confirm/, hidden: true });

    expect(item.textContent).toContain("Needs the office");
    expect(item.getAttribute("aria-disabled") ?? String((item as HTMLButtonElement).disabled)).toBe("true");
    expect(entries(phone)).toEqual([]);
  });

  it("has a form that says so, keeps what is typed, and cannot be saved", async () => {
    const phone = await linePhone(NEW_ORDER, { more: { new_order: { offline: "online", lines: [] } } });
    await type(await phone.screen.findByLabelText(/reference/), "PO 4711");

    expect(phone.screen.getByText(/Needs the office/)).toBeTruthy();
    expect((phone.screen.getByRole("button", { name: "Save" }) as HTMLButtonElement).disabled).toBe(true);
    expect(await phone.screen.findByText(/Draft kept on this phone/)).toBeTruthy();
  });

  it("shows nothing as done before the office has answered, and is done when it has", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("online")));

    const waiting = doneAtOffice(appOf(phone), () => step(phone));
    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    expect(status(phone)).toBe("open");
    await answer(phone, "applied");

    expect((await waiting)?.kind).toBe("done");
  });

  it("is over when the office has refused it", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("online")));

    const waiting = doneAtOffice(appOf(phone), () => step(phone));
    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    await answer(phone, "rejected");

    expect((await waiting)?.kind).toBe("refused");
  });

  it("is taken back when it has not left in time", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("online")));

    const answered = await doneAtOffice(appOf(phone), () => step(phone), 20);

    expect(answered).toEqual({ kind: "unsent" });
    expect(entries(phone)).toEqual([]);
  });

  it("stays in the outbox when it has left and nobody has answered: the office may have done it", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("online")));

    const waiting = doneAtOffice(appOf(phone), () => step(phone), 200);
    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    const { outbox, storage } = phone.core.replica;
    const [first] = outbox.entries.peek();
    const { operations, adopt } = outbox.prepare(first ? [{ ...first, number: 1 }] : []);
    await storage.commit("push.number", operations, "strict");
    adopt();

    expect(await waiting).toEqual({ kind: "unheard" });
    expect(entries(phone)).toHaveLength(1);
  });
});

describe("[OUT-09] a step that is kept as a wish", () => {
  it("shows nothing as done, says that it is asked for, and is not asked for twice", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("intent")));
    await press(await phone.screen.findByRole("button", { name: /^Confirm/ }));

    expect(await phone.screen.findByText(/^Asked for: Confirm/)).toBeTruthy();
    const { state, progress } = phone.core.replica.records.get("sales_order", ORDER) ?? {};
    expect([status(phone), state, progress]).toEqual(["open", "clean", "waiting"]);
    const item = await phone.screen.findByRole("menuitem", { name: /^Confirm/, hidden: true });
    expect(item.textContent).toContain("not answered yet");
    await phone.go("/app/outbox");

    expect(await phone.screen.findByText(/^Asked for: Confirm/)).toBeTruthy();
  });
});

describe("a step that is repeated while it waits", () => {
  it("is one where twice is as once, and as many as were asked for where it is not", async () => {
    const once = await loaded(await linePhone(ORDER_PAGE, asked("yes")));
    await step(once);
    await step(once);
    const often = await loaded(await linePhone(ORDER_PAGE, asked("yes", { idempotent: false })));
    await step(often);
    await step(often);

    expect(entries(once)).toHaveLength(1);
    expect(entries(often)).toHaveLength(2);
  });

  it("stays two where something else was said in between, or to it", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("yes")));

    await step(phone, "Now");
    await step(phone, "Later");
    const edits = { note: { value: "x", old: null, base: 4 } };
    await phone.core.commands.editRecord("sales_order", ORDER, edits);
    await step(phone, "Later");

    expect(entries(phone).map(({ acts }) => acts[0]?.kind)).toEqual(["step", "step", "set", "step"]);
  });

  it("keeps edits of a form apart that says that each counts", async () => {
    const phone = await loaded(await linePhone(ORDER_PAGE, { more: { edit_order: { idempotent: false } } }));
    const source = { workspace: "sales_orders", action: "edit_order" };

    for (const value of ["a", "b"]) {
      await phone.core.commands.editRecord("sales_order", ORDER, { note: { value, base: 4 } }, source);
    }

    expect(entries(phone)).toHaveLength(2);
  });
});

describe("[DSG-13] where a user goes when his action is done", () => {
  const metadata = linedMetadata();
  const [workspace] = metadata.workspaces;
  if (!workspace) throw new Error("There is no workspace");
  const lens = new Lens(metadata, "en");
  const goes = (more: Partial<Action>, values = {}, gone = false) =>
    afterwards(lens, workspace, wholeAction({ id: "x", label: {}, ...more } as Action), {
      id: ORDER,
      values,
      gone,
    });
  const page = (kind: Page["kind"], entity: string) =>
    workspace.pages.find((one) => one.kind === kind && one.entity === entity)?.id;

  it("is where he was, where nothing is said", () => {
    expect(goes({ kind: "create", entity: "sales_order" })).toBeNull();
  });

  it("is the page of the record, or of the one that it hangs on", () => {
    const own = goes({ kind: "edit", entity: "sales_order", next: page("detail", "sales_order") ?? null });
    const other = {
      kind: "delete",
      entity: "sales_order",
      next: page("detail", "customer") ?? null,
    } as const;

    expect(own).toMatchObject({ kind: "page", page: page("detail", "sales_order"), record: ORDER });
    expect(goes(other, { customer: NORTH }, true)).toMatchObject({ kind: "page", record: NORTH });
    expect(goes(other, {}, true)).toBeNull();
  });

  it("is the form that follows what was created, with the page behind it", () => {
    const made = { kind: "create", entity: "sales_order", nextAction: "new_line" } as const;

    expect(goes({ ...made, next: page("detail", "sales_order") ?? null })).toEqual({
      kind: "action",
      workspace: "sales_orders",
      action: "new_line",
      record: ORDER,
      from: page("detail", "sales_order"),
    });
  });

  it("is the landing page for what was begun there", async () => {
    const phone = await linePhone("/app/w/sales_orders/a/new_order", {
      more: { new_order: { next: null, lines: [] } },
    });
    const button = await phone.screen.findByRole("button", { name: /^Customer/ });
    await choose(phone, button.closest("form") as HTMLElement, /customer/, /Hansa/);
    await press(phone.screen.getByRole("button", { name: "Save" }));

    await waitFor(() => expect(phone.ports.place.entry.peek().path).toBe("/app/w/sales_orders"));
  });

  it("is where he went meanwhile, where the store took its time", async () => {
    const next = page("list", "sales_order") ?? null;
    const phone = await loaded(await linePhone(ORDER_PAGE, asked("yes", { next })));
    const button = await phone.screen.findByRole("button", { name: /^Confirm/ });
    const { storage } = phone.core.replica;
    const { commit } = storage;
    let through = () => {};
    const gate = new Promise<void>((done) => {
      through = done;
    });
    vi.spyOn(storage, "commit").mockImplementation((...what) => gate.then(() => commit.apply(storage, what)));

    await press(button);
    await phone.go("/app/more");
    await act(async () => through());

    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    expect(await phone.screen.findByText("Saved on this phone")).toBeTruthy();
    expect(phone.ports.place.entry.peek().path).toBe("/app/more");
  });
});

describe("[DSG-16] [DSG-17] a field of a form", () => {
  const fields = (more: object) => [{ id: "customer", field: "customer", ...more }];

  it("[DSG-15] looks up by the name of what it points at, with no set-up", async () => {
    const phone = await linePhone(NEW_ORDER);
    const button = await phone.screen.findByRole("button", { name: /^Customer/ });

    await press(button);
    const dialog = await phone.screen.findByRole("dialog", { hidden: true });

    expect(await within(dialog).findByText("Hansa Foods AB")).toBeTruthy();
  });

  it("is chosen from the rows of a page, and named, as the form says", async () => {
    const look = { page: "customers", display: "account", condition: null, full: true };
    const more = { new_order: { lines: [], fields: fields({ lookup: look }) as never } };
    const phone = await linePhone(NEW_ORDER, { more });
    const button = await phone.screen.findByRole("button", { name: /^Customer/ });

    await choose(phone, button.closest("form") as HTMLElement, /customer/, /C-00190/);

    expect(button.textContent).toContain("C-00190");
  });

  it("offers only what its condition lets through", async () => {
    const condition = { op: "eq", path: "account", value: "C-00191" };
    const look = { page: null, display: null, condition, full: false };
    const more = { new_order: { lines: [], fields: fields({ lookup: look }) as never } };
    const phone = await linePhone(NEW_ORDER, { more });

    await press(await phone.screen.findByRole("button", { name: /^Customer/ }));
    const dialog = await phone.screen.findByRole("dialog", { hidden: true });

    expect(await within(dialog).findByText("Nord AB")).toBeTruthy();
    expect(within(dialog).queryByText("Hansa Foods AB")).toBeNull();
  });

  it("is not shown and sent, is shorter and above nought, as the form says", async () => {
    const asks = [
      ...fields({}),
      { id: "reference", field: "reference", maxLength: 5, required: true, help: { en: "Five" } },
      { id: "total", field: "total", negative: false },
      { id: "note", field: "note", hidden: true },
    ];
    const settings = [{ id: "s", field: "note", to: "value", value: "By phone" }];
    const more = { new_order: { lines: [], fields: asks, settings } as never };
    const phone = await linePhone(NEW_ORDER, { more });
    const button = await phone.screen.findByRole("button", { name: /^Customer/ });
    await choose(phone, button.closest("form") as HTMLElement, /customer/, /Hansa/);
    expect(phone.screen.getByText("Five")).toBeTruthy();
    expect(phone.screen.queryByLabelText(/^Note/)).toBeNull();
    const reference = phone.screen.getByLabelText(/reference/);
    await type(reference, "PO 4711");
    await type(phone.screen.getByRole("textbox", { name: /^Total/ }), "-1");
    await press(phone.screen.getByRole("button", { name: "Save" }));

    expect(reference.getAttribute("aria-invalid")).toBe("true");
    expect(phone.screen.getByText(/The lowest allowed value is 0/)).toBeTruthy();
    await type(reference, "PO 47");
    await type(phone.screen.getByRole("textbox", { name: /^Total/ }), "1");
    await press(phone.screen.getByRole("button", { name: "Save" }));

    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    expect(entries(phone)[0]?.acts[0]).toMatchObject({ values: { note: "By phone", reference: "PO 47" } });
  });
});
