/** All drafts that are ready sent at once: what is not stays, and says why; parents go before what names them. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FormDraft } from "../../../frontend/local/form-drafts";
import type { MemoryDisk } from "../../../frontend/local/memory";
import { emptyDisk, entries, NEW_CUSTOMER, NEW_ORDER, stored, waited } from "./order-drafts";
import { orderPhone, press, type, withPopovers } from "./order-phone";
import { id } from "./phone-app";

beforeEach(withPopovers);

/** A draft as the form at a path makes it. */
async function draftOf(path: string, label: RegExp): Promise<FormDraft> {
  const on = await emptyDisk();
  const phone = await orderPhone({ disk: on, path });
  await type(await phone.screen.findByLabelText(label), "x");
  await waited(() => expect(stored(on)).toHaveLength(1));
  phone.core.close();
  phone.element.remove();
  return stored(on)[0] as FormDraft;
}

function typed(draft: FormDraft, at: number, inputs: FormDraft["typed"]["inputs"]): FormDraft {
  return { ...draft, id: id(500 + at), record: id(700 + at), typed: { inputs, edits: {} } };
}

async function keptDisk(drafts: readonly FormDraft[]): Promise<MemoryDisk> {
  const on = await emptyDisk();
  on.set("draft", new Map(drafts.map((draft) => [`form/${draft.id}`, draft])));
  return on;
}

describe("[DRF-02] [L05] sending all drafts that are ready", () => {
  it("sends nine of ten, in the order in which they were begun, and shows the bad one with what it lacks", async () => {
    const draft = await draftOf(NEW_CUSTOMER, /^Name/);
    const ten = Array.from({ length: 10 }, (_, at) =>
      typed(draft, at, { name: `Customer ${at}`, ...(at !== 4 && { account: `C-10${at}` }) }),
    );
    const on = await keptDisk(ten);
    const phone = await orderPhone({ disk: on, path: "/app/outbox" });
    expect(await phone.screen.findByText(/Missing: Customer account/)).toBeTruthy();

    await press(await phone.screen.findByRole("button", { name: "Send all ready (9)" }));

    await waited(() => expect(entries(phone)).toHaveLength(9));
    const names = entries(phone).map(({ acts: [act] }) => act?.kind === "create" && act.values.name);
    expect(names).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9].map((at) => `Customer ${at}`));
    expect(stored(on).map(({ id: one }) => one)).toEqual([id(504)]);
    expect(await phone.screen.findByText("9 drafts are in the outbox now, 1 stays here")).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: /^Send all ready/ })).toBeNull();
  });

  it("sends a customer before the order that names it, though the order was begun first", async () => {
    const customer = typed(await draftOf(NEW_CUSTOMER, /^Name/), 9, { name: "Hansa Fisk", account: "C-777" });
    const order = typed(await draftOf(NEW_ORDER, /^Note/), 1, { note: "soon", customer: customer.record });
    const on = await keptDisk([order, customer]);
    const phone = await orderPhone({ disk: on, path: "/app/outbox" });

    await press(await phone.screen.findByRole("button", { name: "Send all ready (2)" }));

    await waited(() => expect(entries(phone)).toHaveLength(2));
    const made = entries(phone).map(({ acts: [act] }) => act?.record);
    expect(made).toEqual([customer.record, order.record]);
    expect(stored(on)).toEqual([]);
  });

  it("keeps an order whose customer is not complete, and says for which draft it waits", async () => {
    const customer = typed(await draftOf(NEW_CUSTOMER, /^Name/), 9, { name: "Hansa Fisk" });
    const order = typed(await draftOf(NEW_ORDER, /^Note/), 1, { note: "soon", customer: customer.record });
    const on = await keptDisk([order, customer]);
    const phone = await orderPhone({ disk: on, path: "/app/outbox" });

    expect(await phone.screen.findByText(/Waits for the draft that it names: Hansa Fisk/)).toBeTruthy();

    expect(phone.screen.queryByRole("button", { name: /^Send/ })).toBeNull();
  });

  it("sends one with a tap, and with it the draft that it names", async () => {
    const customer = typed(await draftOf(NEW_CUSTOMER, /^Name/), 9, { name: "Hansa Fisk", account: "C-777" });
    const other = typed(customer, 3, { name: "Nord", account: "C-778" });
    const order = typed(await draftOf(NEW_ORDER, /^Note/), 1, { note: "soon", customer: customer.record });
    const on = await keptDisk([order, other, customer]);
    const phone = await orderPhone({ disk: on, path: "/app/outbox" });
    const item = (await phone.screen.findByText(/^New order$/)).closest("li") as HTMLElement;

    await press(item.querySelector("button.ui-button-primary") as HTMLElement);

    await waited(() => expect(entries(phone)).toHaveLength(2));
    expect(stored(on).map(({ id: one }) => one)).toEqual([other.id]);
  });

  it("[inv 3] leaves a draft that could not be kept as a change, and sends it at the next tap", async () => {
    const draft = await draftOf(NEW_CUSTOMER, /^Name/);
    const on = await keptDisk([
      typed(draft, 1, { name: "Hansa Fisk", account: "C-777" }),
      typed(draft, 2, { name: "Nord", account: "C-778" }),
    ]);
    const phone = await orderPhone({ disk: on, path: "/app/outbox" });
    const button = await phone.screen.findByRole("button", { name: "Send all ready (2)" });
    const { commands } = phone.core;
    const save = commands.saveForm.bind(commands);
    const once = vi
      .spyOn(commands, "saveForm")
      .mockRejectedValueOnce(new Error("no room"))
      .mockImplementation(save);

    await press(button);

    await waited(() => expect(entries(phone)).toHaveLength(1));
    expect(await phone.screen.findByText(/Could not be put into the outbox/)).toBeTruthy();
    once.mockRestore();
    await press(await phone.screen.findByRole("button", { name: "Send all ready (1)" }));
    await waited(() => expect(entries(phone)).toHaveLength(2));
    expect(stored(on)).toEqual([]);
  });
});
