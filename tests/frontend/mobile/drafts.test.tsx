/** Forms that were begun and not saved: what is on the disk, and how they go on, in the real app on a store in memory. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FormDraft } from "../../../frontend/local/form-drafts";
import type { MemoryDisk } from "../../../frontend/local/memory";
import type { EffectiveMetadata } from "../../../frontend/protocol";
import {
  HIS_ORDER,
  NORTH,
  ORDER,
  orderPhone,
  press,
  RECORDS,
  standing,
  type,
  withPopovers,
} from "./order-phone";
import { BO, diskOf, ME, metadataOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const SECRET = "PO 4711 secret";
const EDIT = `/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`;
const NEW_CUSTOMER = "/app/w/sales_orders/a/new_customer?from=customers";
const NEW_ORDER = "/app/w/sales_orders/a/new_order?from=orders";
const ORDERS = {
  ...RECORDS,
  sales_order: [
    [ORDER, 4, { number: "SO-000001", customer: NORTH, status: "open", owner: ME }],
    [
      HIS_ORDER,
      2,
      {
        number: "SO-000002",
        customer: NORTH,
        status: "open",
        reference: SECRET,
        note: "as before",
        owner: BO,
      },
    ],
  ] as typeof RECORDS.sales_order,
};

async function disk(as = (metadata: EffectiveMetadata) => metadata): Promise<MemoryDisk> {
  const { core, element } = await orderPhone({ records: ORDERS });
  const metadata = core.replica.metadata.peek() as EffectiveMetadata;
  core.close();
  element.remove();
  return diskOf(as(metadata), ORDERS, [], { standing: standing() });
}

/** Customers are shown by their account and their name. */
function withPattern({ model, ...rest }: EffectiveMetadata): EffectiveMetadata {
  const field = (path: string) => ({ op: "field", path });
  const between = { op: "value", type: "text", value: " · " };
  const computed = { op: "concat", of: [field("account"), between, field("name")] };
  const entities = model.entities.map((entity) => {
    const name = entity.fields.find(({ id }) => id === "name");
    if (entity.id !== "customer" || !name) return entity;
    const shown = { ...name, id: "shown_as", type: "text" as const, required: false, computed };
    return { ...entity, title: "shown_as", fields: [...entity.fields, shown] };
  });
  return { ...rest, model: { ...model, entities } };
}

const stored = (on: MemoryDisk) => [...(on.get("draft")?.values() ?? [])] as FormDraft[];
const entries = ({ core }: Phone) => core.replica.outbox.entries.value;
const note = (phone: Phone) => phone.screen.findByLabelText(/^Note/) as Promise<HTMLTextAreaElement>;

/** The app ends, as when the system takes its memory, and is opened again on the same disk. */
function reopened(phone: Phone, on: MemoryDisk, path: string): Promise<Phone> {
  phone.core.close();
  phone.element.remove();
  return orderPhone({ disk: on, path });
}

async function keptAs(on: MemoryDisk, text: string): Promise<void> {
  await vi.waitFor(() => expect(JSON.stringify(stored(on).map(({ typed }) => typed))).toContain(text));
}

describe("[DRF-01] [DRF-02] a form that is being filled in", () => {
  it("is on the disk as it is typed, and opens again from the list of drafts after the app has ended", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");

    const later = await reopened(phone, on, "/app/");
    expect(await later.screen.findByText("1 draft, not saved yet")).toBeTruthy();
    await later.go("/app/outbox");
    expect(await later.screen.findByText(/Hansa Fisk AB/)).toBeTruthy();
    expect(later.screen.getByText(/Missing: Customer account/)).toBeTruthy();
    await press(later.screen.getByRole("link", { name: "Go on" }));

    const name = (await later.screen.findByLabelText(/^Name/)) as HTMLInputElement;
    expect(name.value).toBe("Hansa Fisk AB");
    await type(later.screen.getByLabelText(/account/), "C-00777");
    await press(later.screen.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(entries(later)).toHaveLength(1));
    expect(entries(later)[0]?.acts).toMatchObject([
      { kind: "create", entity: "customer", values: { name: "Hansa Fisk AB", account: "C-00777" } },
    ]);
    expect(stored(on)).toEqual([]);
  });

  it("stands in the list with its kind, its title, its age in words, how far it is and what is missing", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");
    const days = 3 * 86_400_000;
    for (const [key, draft] of on.get("draft") ?? [])
      on.get("draft")?.set(key, { ...(draft as FormDraft), at: new Date(Date.now() - days).toISOString() });

    const later = await reopened(phone, on, "/app/outbox");

    const title = await later.screen.findByText(/Hansa Fisk AB/);
    const said = title.closest("li")?.textContent;
    expect(said).toMatch(/^Hansa Fisk AB · New customer3 days ago/);
    expect(said).toMatch(/Missing: Customer account/);
    expect(said).toMatch(/Customer · 1 of \d+ filled/);
  });

  it("is called by what a pattern makes of what was typed", async () => {
    const on = await disk(withPattern);
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await type(phone.screen.getByLabelText(/account/), "C-00777");
    await keptAs(on, "C-00777");

    const later = await reopened(phone, on, "/app/outbox");

    expect(await later.screen.findByText(/C-00777 · Hansa Fisk AB/)).toBeTruthy();
  });

  it("is kept or thrown away as its writer says who leaves it", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");
    await press(phone.screen.getByRole("button", { name: "Cancel" }));
    await press(await phone.screen.findByRole("button", { name: "Keep as draft" }));
    const [draft] = stored(on);

    await phone.go(`/app/drafts/${draft?.id}`);
    await phone.screen.findByLabelText(/^Name/);
    await type(phone.screen.getByLabelText(/^Name/), "Hansa Fisk och Skaldjur AB");
    await keptAs(on, "Hansa Fisk och Skaldjur AB");
    await press(phone.screen.getByRole("button", { name: "Cancel" }));
    await press(await phone.screen.findByRole("button", { name: "Discard" }));

    await vi.waitFor(() => expect(stored(on)).toEqual([]));
    expect(entries(phone)).toEqual([]);
  });

  it("comes back when it was discarded by mistake", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");
    const later = await reopened(phone, on, "/app/outbox");

    await press(await later.screen.findByRole("button", { name: "Discard" }));
    await vi.waitFor(() => expect(stored(on)).toEqual([]));
    await press(await later.screen.findByRole("button", { name: "Undo" }));

    await keptAs(on, "Hansa Fisk AB");
    expect(await later.screen.findByText(/Hansa Fisk AB/)).toBeTruthy();
  });

  it("[DRF-03] is counted before its writer signs out", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");
    const later = await reopened(phone, on, "/app/more");

    await press(await later.screen.findByRole("button", { name: "Sign out" }));

    expect(await later.screen.findByText(/^1 draft only on this phone$/)).toBeTruthy();
  });
});

describe("[inv 17] the draft of a record that is edited", () => {
  it("holds nothing of the office's, and goes on with what the record has", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: EDIT });
    await type(await note(phone), "call before noon");
    await keptAs(on, "call before noon");

    expect(JSON.stringify(stored(on))).not.toMatch(/PO 4711 secret|as before|SO-000002/);
    const later = await reopened(phone, on, EDIT);
    expect((await note(later)).value).toBe("call before noon");
    expect((later.screen.getByLabelText(/reference/) as HTMLInputElement).value).toBe(SECRET);
    await press(later.screen.getByRole("button", { name: "Save" }));

    await vi.waitFor(() => expect(entries(later)).toHaveLength(1));
    expect(entries(later)[0]?.acts).toMatchObject([
      { kind: "set", edits: { note: { value: "call before noon", old: "as before", base: 2 } } },
    ]);
    expect(stored(on)).toEqual([]);
  });

  it("says which version was seen, and not what stood there, when the office has changed the record since", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: EDIT });
    await type(await note(phone), "call before noon");
    await keptAs(on, "call before noon");
    const changed = ORDERS.sales_order.map((row) =>
      row[0] === HIS_ORDER ? ([row[0], 5, { ...row[2], note: "ring twice" }] as const) : row,
    );
    const metadata = phone.core.replica.metadata.peek() as EffectiveMetadata;
    const pulled = diskOf(metadata, { ...ORDERS, sales_order: changed as never }, [], {
      standing: standing(),
    });
    on.set("pack", pulled.get("pack") as never);

    const later = await reopened(phone, on, EDIT);
    expect((await note(later)).value).toBe("call before noon");
    await press(later.screen.getByRole("button", { name: "Save" }));

    await vi.waitFor(() => expect(entries(later)).toHaveLength(1));
    const [act] = entries(later)[0]?.acts ?? [];
    expect(act).toMatchObject({ kind: "set", edits: { note: { value: "call before noon", base: 2 } } });
    expect(act).not.toHaveProperty("edits.note.old");
  });

  it("[L15] shows what was typed when the record is not here any more", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: EDIT });
    await type(await note(phone), "call before noon");
    await keptAs(on, "call before noon");
    const [draft] = stored(on);
    const metadata = phone.core.replica.metadata.peek() as EffectiveMetadata;
    on.set("pack", diskOf(metadata, { ...ORDERS, sales_order: [] }).get("pack") as never);

    const later = await reopened(phone, on, `/app/drafts/${draft?.id}`);

    expect((await note(later)).value).toBe("call before noon");
    expect(await later.screen.findByText(/was deleted, or you may no longer see it/)).toBeTruthy();
    expect(later.screen.queryByLabelText(/reference/)).toBeNull();
  });

  it("goes when everything is as it was before", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: EDIT });
    await type(await note(phone), "call before noon");
    await keptAs(on, "call before noon");

    await type(await note(phone), "as before");

    await vi.waitFor(() => expect(stored(on)).toEqual([]));
  });
});

describe("[DRF-06] [L04] a draft and a record that was made offline", () => {
  it("points at it, and both go up in their order under the ids that they were given", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await type(phone.screen.getByLabelText(/account/), "C-00777");
    await press(phone.screen.getByRole("button", { name: "Save" }));
    await vi.waitFor(() => expect(entries(phone)).toHaveLength(1));
    const [made] = entries(phone)[0]?.acts ?? [];

    await phone.go(NEW_ORDER);
    await press(await phone.screen.findByRole("button", { name: /^Customer/ }));
    await press(await phone.screen.findByText("Hansa Fisk AB"));
    await keptAs(on, made?.record ?? "?");
    const [draft] = stored(on);

    const later = await reopened(phone, on, `/app/drafts/${draft?.id}`);
    expect(await later.screen.findByRole("button", { name: /Hansa Fisk AB/ })).toBeTruthy();
    await press(later.screen.getByRole("button", { name: "Save" }));

    await vi.waitFor(() => expect(entries(later)).toHaveLength(2));
    const [, order] = entries(later).flatMap(({ acts }) => acts);
    expect(order).toMatchObject({
      kind: "create",
      entity: "sales_order",
      record: draft?.record,
      values: { customer: made?.record },
    });
  });
});

describe("[DRF-07] [L12] a draft and a new version of its workspace", () => {
  /** The next version: an order's note is a number, and a customer has no account. */
  function next(metadata: EffectiveMetadata): EffectiveMetadata {
    const entities = metadata.model.entities.map((entity) => ({
      ...entity,
      fields: entity.fields.flatMap((field) => {
        if (entity.id === "customer" && field.id === "account") return [];
        return entity.id === "sales_order" && field.id === "note"
          ? [{ ...field, type: "integer" as const }]
          : [field];
      }),
    }));
    const { metadataVersion, model } = metadata;
    return { ...metadata, metadataVersion: metadataVersion + 1, model: { ...model, entities } };
  }

  it.each([
    ["new", NEW_CUSTOMER, /account/, "C-00777"],
    ["edited", EDIT, /^Note/, "call before noon"],
  ])("does not hold it back, and opens with its own fields: a %s record", async (_, path, label, text) => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path });
    if (path === NEW_CUSTOMER) await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await type(await phone.screen.findByLabelText(label), text);
    await keptAs(on, text);
    const begun = phone.core.replica.metadata.peek() as EffectiveMetadata;
    on.get("kv")?.set("metadata", next(begun));
    const [draft] = stored(on);

    const later = await reopened(phone, on, `/app/drafts/${draft?.id}`);
    expect(later.core.replica.metadata.peek()?.metadataVersion).toBe(begun.metadataVersion + 1);
    const control = (await later.screen.findByLabelText(label)) as HTMLInputElement;
    expect(control.value).toBe(text);
    await press(later.screen.getByRole("button", { name: "Save" }));

    await vi.waitFor(() => expect(entries(later)).toHaveLength(1));
    expect(entries(later)[0]?.metadataVersion).toBe(begun.metadataVersion);
    expect(JSON.stringify(entries(later)[0]?.acts)).toContain(text);
  });

  it("can be read and copied when its workspace is there no more", async () => {
    const on = await disk();
    const phone = await orderPhone({ disk: on, path: NEW_CUSTOMER });
    await type(await phone.screen.findByLabelText(/^Name/), "Hansa Fisk AB");
    await keptAs(on, "Hansa Fisk AB");
    on.get("kv")?.set("metadata", { ...(metadataOf("sales_orders") as object), workspaces: [] });

    const later = await reopened(phone, on, `/app/drafts/${stored(on)[0]?.id}`);

    expect(await later.screen.findByText(/Name: Hansa Fisk AB/)).toBeTruthy();
    expect(later.screen.getByRole("button", { name: /Copy/ })).toBeTruthy();
  });
});

it("[inv 17] what was typed into a record that may not be seen any more can be read, copied and thrown away", async () => {
  const on = await disk();
  const left = { id: "c1", entity: "sales_order", record: HIS_ORDER, values: { note: "call before noon" } };
  on.set("draft", new Map([["c1", { ...left, at: "2026-11-21T09:41:00.000Z" }]]));
  const phone = await orderPhone({ disk: on, path: "/app/outbox" });

  expect(await phone.screen.findByText("Note: call before noon")).toBeTruthy();
  expect(phone.screen.getByRole("button", { name: /Copy/ })).toBeTruthy();
  await press(phone.screen.getByRole("button", { name: "Discard" }));

  await vi.waitFor(() => expect(stored(on)).toEqual([]));
  await vi.waitFor(() => expect(phone.screen.queryByText("Note: call before noon")).toBeNull());
});
