import { act, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalRecord } from "../../../frontend/local/record";
import { frozenRecord } from "../../../frontend/local/traces";
import { HIS_ORDER, NORTH, orderPhone, press, RECORDS, standing, type, withPopovers } from "./order-phone";
import { BO, type Phone } from "./phone-app";

beforeEach(withPopovers);

const FORM = `/app/w/sales_orders/a/edit_order/${HIS_ORDER}?from=order`;
const CUSTOMER = "Hansa Foods AB";
const SECRET = "PO 4711 secret";

const acts = ({ core }: Phone) => core.replica.outbox.entries.value.flatMap((entry) => entry.acts);

/** The order with something in it that must not stay. */
const order = (more: LocalRecord["values"] = {}) => ({
  ...RECORDS,
  sales_order: [
    [
      HIS_ORDER,
      2,
      { number: "SO-000002", customer: NORTH, status: "open", reference: SECRET, owner: BO, ...more },
    ],
  ] as typeof RECORDS.sales_order,
});

/** A phone with the form open, and what the user has typed into its note. */
async function typing(note: string, wanted: Parameters<typeof orderPhone>[0] = {}): Promise<Phone> {
  const phone = await orderPhone({ records: order(), path: FORM, ...wanted });
  const control = await phone.screen.findByLabelText(/^Note/);
  if (note) await type(control, note);
  return phone;
}

/** What a pull does to memory when a record is deleted or may not be read any more. */
async function lose({ core }: Phone): Promise<void> {
  const change = { rows: [], gone: [HIS_ORDER], traces: new Map([[HIS_ORDER, null]]) };
  await act(() => core.replica.tables.patch("sales_order", change));
}

const valuesOn = ({ element }: Phone) =>
  [...element.querySelectorAll<HTMLInputElement>("input, textarea, select")]
    .map(({ value }) => value)
    .join("\n") + element.textContent;

describe("[SEC-02] [inv 17] a record is lost while somebody types into its form", () => {
  it("leaves what he typed before him and says why it cannot be saved, without a value of the record", async () => {
    const phone = await typing("call before noon");
    expect(valuesOn(phone)).toContain(SECRET);

    await lose(phone);

    expect(await phone.screen.findByText(/was deleted, or you may no longer see it/)).toBeTruthy();
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("call before noon");
    expect(valuesOn(phone)).not.toContain(SECRET);
    expect(valuesOn(phone)).not.toContain(CUSTOMER);
    expect(valuesOn(phone)).not.toContain("SO-000002");
  });

  it("lets him type on, and keeps it in the outbox without an old value", async () => {
    const phone = await typing("call");
    await lose(phone);
    await type(await phone.screen.findByLabelText(/^Note/), "call before noon");

    await press(phone.screen.getByRole("button", { name: "Keep" }));

    await expect
      .poll(() => acts(phone))
      .toEqual([
        {
          kind: "set",
          entity: "sales_order",
          record: HIS_ORDER,
          edits: { note: { value: "call before noon", base: 2 } },
        },
      ]);
    await expect.poll(() => phone.ports.place.entry.value.path).toBe("/app/outbox");
  });

  it("puts what he typed on the clipboard, field by field", async () => {
    const phone = await typing("two\nlines");
    const copy = vi.spyOn(phone.ports.device, "copy");
    await lose(phone);

    await press(await phone.screen.findByRole("button", { name: "Copy what you typed" }));

    expect(copy).toHaveBeenCalledWith("Note: two\nlines");
    expect(await phone.screen.findByText("Copied")).toBeTruthy();
  });

  it("says so when the browser refuses the clipboard", async () => {
    const phone = await typing("note");
    vi.spyOn(phone.ports.device, "copy").mockRejectedValue(new Error("refused"));
    await lose(phone);

    await press(await phone.screen.findByRole("button", { name: "Copy what you typed" }));

    expect(await phone.screen.findByText(/Copying did not work/)).toBeTruthy();
  });

  it("asks before he leaves without having kept it", async () => {
    const phone = await typing("note");
    await lose(phone);

    await press(phone.screen.getByRole("button", { name: "Cancel" }));

    expect(await phone.screen.findByText("Leave without saving?")).toBeTruthy();
  });

  it("keeps a field on show that he empties afterwards", async () => {
    const phone = await typing("note");
    await lose(phone);

    await type(await phone.screen.findByLabelText(/^Note/), "");

    expect(phone.screen.getByLabelText(/^Note/)).toBeTruthy();
  });

  it("shows that it is gone where nothing was typed", async () => {
    const phone = await typing("");

    await lose(phone);

    expect(await phone.screen.findByText(/This is not on this phone/)).toBeTruthy();
    expect(phone.screen.queryByRole("button", { name: "Keep" })).toBeNull();
    expect(valuesOn(phone)).not.toContain(SECRET);
  });

  it("is the same when only an earlier change of his is left of the record", async () => {
    const phone = await orderPhone({ records: order() });
    await act(() =>
      phone.core.commands.editRecord("sales_order", HIS_ORDER, {
        requested_on: { value: "2026-12-24", old: null, base: 2 },
      }),
    );
    await phone.go(FORM);
    await type(await phone.screen.findByLabelText(/^Note/), "after that");

    await lose(phone);

    expect(await phone.screen.findByText(/was deleted, or you may no longer see it/)).toBeTruthy();
    expect(valuesOn(phone)).not.toContain(SECRET);
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("after that");
  });

  it("shows all fields again when the record comes back, with what he typed in its place", async () => {
    const phone = await typing("note");
    await lose(phone);
    const [row] = order({ reference: "PO 2" }).sales_order;
    if (!row) throw new Error("There is no order");

    await act(() => {
      phone.core.replica.tables.patch("sales_order", {
        rows: [[row[0], 5, row[2]]],
        gone: [],
        traces: new Map(),
      });
    });

    expect(((await phone.screen.findByLabelText(/Customer reference/)) as HTMLInputElement).value).toBe(
      "PO 2",
    );
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("note");
    await press(phone.screen.getByRole("button", { name: "Save" }));
    await expect.poll(() => acts(phone)).toMatchObject([{ edits: { note: { value: "note", base: 2 } } }]);
    expect(acts(phone)[0]).not.toHaveProperty("edits.note.old");
  });

  it("stays on his screen when the whole workspace is taken from him", async () => {
    const phone = await typing("note");
    const metadata = phone.core.replica.metadata.peek();
    if (!metadata) throw new Error("There is no metadata");
    const model = {
      ...metadata.model,
      entities: metadata.model.entities.filter(({ id }) => id !== "sales_order"),
    };

    await act(() => {
      phone.core.replica.metadata.value = { ...metadata, model, workspaces: [], rights: {} };
    });
    await lose(phone);

    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("note");
    expect(valuesOn(phone)).not.toContain(SECRET);
    await press(phone.screen.getByRole("button", { name: "Keep" }));
    await expect.poll(() => acts(phone)).toMatchObject([{ edits: { note: { value: "note" } } }]);
    await expect.poll(() => phone.ports.place.entry.value.path).toBe("/app/outbox");
    await phone.go(`/app/outbox/${phone.core.replica.outbox.entries.value[0]?.id}`);
    expect((await phone.screen.findByText("note")).closest("p")).toBeTruthy();
    expect(phone.screen.getByRole("button", { name: "Copy what you typed" })).toBeTruthy();
  });

  it("stays in a change that is sent by another tab while he edits it again", async () => {
    const phone = await orderPhone({ records: order() });
    const edit = { note: { value: "first", old: null, base: 2 } };
    await act(() => phone.core.commands.editRecord("sales_order", HIS_ORDER, edit));
    const { outbox } = phone.core.replica;
    const [entry] = outbox.entries.value;
    if (!entry) throw new Error("There is no change");
    await phone.go(`/app/outbox/${entry.id}`);
    await type(await phone.screen.findByLabelText(/^Note/), "second thoughts");

    await act(() => outbox.prepare([{ ...entry, number: 1 }]).adopt());

    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("second thoughts");
    await press(phone.screen.getByRole("button", { name: "Save" }));
    expect(await phone.screen.findByText(/has been sent already/)).toBeTruthy();
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("second thoughts");
  });
});

describe("[SEC-05] [inv 17] a field is taken away while its form is open", () => {
  it("goes with its value where it was not touched, and stays as typed where it was", async () => {
    const phone = await typing("mine");
    const metadata = phone.core.replica.metadata.peek();
    if (!metadata) throw new Error("There is no metadata");
    const entities = metadata.model.entities.map((entity) => {
      const fields = entity.fields.filter(({ id }) => !["note", "reference"].includes(id));
      return entity.id === "sales_order" ? { ...entity, fields } : entity;
    });

    await act(() => {
      phone.core.replica.metadata.value = { ...metadata, model: { ...metadata.model, entities } };
    });

    expect(phone.screen.queryByLabelText(/Customer reference/)).toBeNull();
    expect(valuesOn(phone)).not.toContain(SECRET);
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("mine");
    expect(phone.screen.getByLabelText(/Requested delivery/)).toBeTruthy();
  });
});

describe("[SEC-02] [DAT-13] a record leaves, or may no longer be changed, while its form is open", () => {
  it("[L16] counts as in use, shows its copy and can be saved all the same", async () => {
    const phone = await typing("note");
    expect(phone.core.replica.inUse.has("sales_order", HIS_ORDER)).toBe(true);
    const [row] = order().sales_order;
    const frozen = {
      why: { kind: "kept" as const },
      since: "2026-11-21T09:41:00.000Z",
      until: "2099-11-28T09:41:00.000Z",
      version: 2,
      values: row?.[2] ?? {},
    };
    expect(frozenRecord("sales_order", HIS_ORDER, frozen).frozen).toBeTruthy();

    await act(() => {
      const traces = new Map([[HIS_ORDER, { label: "SO-000002", frozen }]]);
      phone.core.replica.tables.patch("sales_order", { rows: [], gone: [HIS_ORDER], traces });
    });

    expect(await phone.screen.findByText(/This record has left this phone/)).toBeTruthy();
    expect(valuesOn(phone)).toContain(SECRET);
    await press(phone.screen.getByRole("button", { name: "Save" }));
    await expect.poll(() => acts(phone)).toMatchObject([{ edits: { note: { value: "note", base: 2 } } }]);
  });

  it("says that the office will refuse it, and keeps the form", async () => {
    const phone = await typing("note");

    await act(() => {
      phone.core.replica.standing.value = standing({ edit: "own" });
    });

    const band = (await phone.screen.findByText(/You may no longer change this record/)).closest("div");
    expect(band?.textContent).toContain("Only for records that you own.");
    expect(within(band as HTMLElement).getByRole("button", { name: "Copy what you typed" })).toBeTruthy();
    expect((phone.screen.getByLabelText(/^Note/) as HTMLTextAreaElement).value).toBe("note");
  });
});
