/** A header with its lines in one form: one change, one draft, one undo; in the real app on a store in memory. */
import { waitFor, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it } from "vitest";
import type { FormDraft } from "../../../frontend/local/form-drafts";
import type { Outcome } from "../../../frontend/protocol";
import {
  BOLT,
  choose,
  EDIT_ORDER,
  entries,
  LINE,
  LINED,
  linedMetadata,
  linePhone,
  NEW_ORDER,
  NUT,
  OTHER_LINE,
} from "./line-phone";
import { NORTH, ORDER, press, standing, type, withPopovers } from "./order-phone";
import { diskOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const save = (phone: Phone, word = "Save") => press(phone.screen.getByRole("button", { name: word }));
const line = (phone: Phone, number: number) =>
  phone.screen.findByRole("group", { name: `Order line ${number}` });

async function addLine(phone: Phone, item: RegExp, quantity: string): Promise<HTMLElement> {
  await press(await phone.screen.findByRole("button", { name: "Add order line" }));
  const all = phone.screen.getAllByRole("group", { name: /^Order line \d+$/ });
  const added = all.at(-1) as HTMLElement;
  await choose(phone, added, /item/, item);
  await type(within(added).getByLabelText(/^Quantity/), quantity);
  return added;
}

async function newOrder(phone: Phone): Promise<void> {
  const form = await phone.screen.findByRole("button", { name: /^Customer/ });
  await choose(phone, form.closest("form") as HTMLElement, /customer/, /Hansa/);
}

describe("[DSG-14] [L19] a new order with its lines", () => {
  it("is one change: the order, and each line that hangs on it", async () => {
    const phone = await linePhone(NEW_ORDER);
    await newOrder(phone);
    await addLine(phone, /Bolt/, "2");
    await addLine(phone, /Nut/, "12");
    await addLine(phone, /Bolt/, "1.5");
    await save(phone);

    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    const [header, ...lines] = entries(phone)[0]?.acts ?? [];
    expect(header).toMatchObject({ kind: "create", entity: "sales_order", values: { customer: NORTH } });
    expect(lines).toMatchObject(
      [
        [BOLT, "2"],
        [NUT, "12"],
        [BOLT, "1.5"],
      ].map(([item, quantity]) => {
        const values = { order: header?.record, item, quantity: expect.stringMatching(`^${quantity}0*`) };
        return { kind: "create", entity: "order_line", values };
      }),
    );
    const { records } = phone.core.replica;
    expect(records.list("order_line").filter(({ values }) => values.order === header?.record)).toHaveLength(
      3,
    );

    await waitFor(() => expect(phone.ports.place.entry.peek().path).toContain("/p/order/"));
    await phone.go("/app/outbox");
    expect(await phone.screen.findByText(/^New order.*, with 3 lines$/)).toBeTruthy();
    await press((await phone.screen.findAllByRole("button", { name: "Undo" }))[0] as HTMLElement);
    await waitFor(() => expect(entries(phone)).toEqual([]));
    expect(records.list("order_line").filter(({ values }) => values.order === header?.record)).toEqual([]);
  });

  it("[DSG-18] is not saved while a line lacks what it must have, and says so at that line's field", async () => {
    const phone = await linePhone(NEW_ORDER);
    await newOrder(phone);
    await addLine(phone, /Bolt/, "2");
    await press(phone.screen.getByRole("button", { name: "Add order line" }));
    await save(phone);

    const second = await line(phone, 2);
    const quantity = within(second).getByLabelText(/^Quantity/);
    await waitFor(() => expect(quantity.getAttribute("aria-invalid")).toBe("true"));
    expect(within(await line(phone, 1)).queryByText("Fill this in.")).toBeNull();
    expect(entries(phone)).toEqual([]);
  });

  it("asks for as many lines as the form takes", async () => {
    const [first] = linedMetadata().workspaces[0]?.actions.find(({ id }) => id === "new_order")?.lines ?? [];
    const lines = first ? [{ ...first, least: 1 }] : [];
    const phone = await linePhone(NEW_ORDER, { more: { new_order: { lines } } });
    await newOrder(phone);
    await save(phone);
    expect(await phone.screen.findByText(/at least 1 is needed/)).toBeTruthy();
    expect(entries(phone)).toEqual([]);

    await addLine(phone, /Bolt/, "2");
    await save(phone);

    await waitFor(() => expect(entries(phone)).toHaveLength(1));
  });

  it("takes a line out, and back in", async () => {
    const phone = await linePhone(NEW_ORDER);
    await newOrder(phone);
    await addLine(phone, /Bolt/, "2");
    await addLine(phone, /Nut/, "12");

    await press(phone.screen.getByRole("button", { name: "Remove order line 1" }));
    expect(phone.screen.getAllByRole("group", { name: /^Order line \d+$/ })).toHaveLength(1);
    await press(phone.screen.getByRole("button", { name: "Undo" }));

    const first = await line(phone, 1);
    expect((within(first).getByLabelText(/^Quantity/) as HTMLInputElement).value).toBe("2");
  });
});

describe("[DSG-11] [DSG-14] an order that is edited with its lines", () => {
  it("changes, adds and deletes lines in one change that says what was seen", async () => {
    const phone = await linePhone(EDIT_ORDER);
    await type(within(await line(phone, 1)).getByLabelText(/^Description/), "M6 zinc");
    await press(phone.screen.getByRole("button", { name: "Remove order line 2" }));
    await addLine(phone, /Nut/, "7");
    await save(phone);

    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    expect(entries(phone)[0]?.acts).toMatchObject([
      {
        kind: "set",
        entity: "order_line",
        record: LINE,
        edits: { description: { value: "M6 zinc", old: "M6", base: 3 } },
      },
      { kind: "create", entity: "order_line", values: { order: ORDER, item: NUT } },
      { kind: "delete", entity: "order_line", record: OTHER_LINE, base: 1 },
    ]);
  });

  it("keeps what somebody may not do out of reach", async () => {
    const rights = standing({}, {});
    const only = { ...rights.rights.order_line, create: "none", delete: "none" } as never;
    const phone = await linePhone(EDIT_ORDER, {
      standing: { ...rights, rights: { ...rights.rights, order_line: only } },
    });

    await line(phone, 1);

    expect(phone.screen.queryByRole("button", { name: "Add order line" })).toBeNull();
    expect(phone.screen.queryByRole("button", { name: "Remove order line 1" })).toBeNull();
  });
});

describe("[DRF-01] [DRF-02] a draft with lines", () => {
  it("is on the disk as it is typed, and goes on after the app has ended", async () => {
    const on = diskOf(linedMetadata(), LINED, [], { standing: standing() });
    const stored = () => [...(on.get("draft")?.values() ?? [])] as FormDraft[];
    const phone = await linePhone(EDIT_ORDER, { disk: on });
    await type(within(await line(phone, 1)).getByLabelText(/^Description/), "M6 zinc");
    await press(phone.screen.getByRole("button", { name: "Remove order line 2" }));
    await addLine(phone, /Nut/, "7");
    await waitFor(() => expect(JSON.stringify(stored())).toContain(`"quantity":"7"`));
    // Nothing of the office's: not what stood in the line
    expect(JSON.stringify(stored().map(({ typed }) => typed))).not.toContain('"M6"');
    phone.core.close();
    phone.element.remove();

    const later = await linePhone(`/app/drafts/${stored()[0]?.id}`, { disk: on });
    expect(await later.screen.findByDisplayValue("M6 zinc")).toBeTruthy();
    await save(later);

    await waitFor(() => expect(entries(later)).toHaveLength(1));
    expect(entries(later)[0]?.acts.map(({ kind, record }) => [kind, record])).toEqual([
      ["set", LINE],
      ["create", expect.any(String)],
      ["delete", OTHER_LINE],
    ]);
    expect(stored()).toEqual([]);
  });

  it("[DRF-07] opens though it was kept before forms had lines", async () => {
    const on = diskOf(linedMetadata(), LINED, [], { standing: standing() });
    const phone = await linePhone(NEW_ORDER, { disk: on });
    await type(await phone.screen.findByLabelText(/reference/), "PO 4711");
    await waitFor(() => expect(on.get("draft")?.size).toBe(1));
    phone.core.close();
    phone.element.remove();
    const [[key, kept]] = [...(on.get("draft") ?? [])] as [[string, FormDraft]];
    const { lines: _, typed, ...old } = kept;
    on.get("draft")?.set(key, { ...old, typed: { inputs: typed.inputs, edits: typed.edits } });

    const later = await linePhone(`/app/drafts/${kept.id}`, { disk: on });

    const reference = (await later.screen.findByLabelText(/reference/)) as HTMLInputElement;
    expect(reference.value).toBe("PO 4711");
  });
});

describe("[L15] an order with lines that the office refuses", () => {
  it("says at the line and its field what is wrong, and is sent again mended as one change", async () => {
    const phone = await linePhone(NEW_ORDER);
    await newOrder(phone);
    await addLine(phone, /Bolt/, "2");
    await addLine(phone, /Nut/, "12");
    await save(phone);
    await waitFor(() => expect(entries(phone)).toHaveLength(1));
    const [made] = entries(phone);
    const wrong = made?.acts[2]?.record ?? "";
    const problem = {
      code: "value-too-large",
      arguments: { maximum: "10", entity: "order_line", record: wrong },
      field: "quantity",
      sentence: null,
      remedy: null,
    };
    await answer(phone, { status: "rejected", problem });

    await waitFor(() => expect(phone.ports.place.entry.peek().path).toContain("/p/order/"));
    await phone.go(`/app/outbox/${made?.id}`);
    const second = await line(phone, 2);
    expect(await within(second).findByText(/10/)).toBeTruthy();
    expect(within(await line(phone, 1)).queryByText(/10/)).toBeNull();
    await type(within(second).getByLabelText(/^Quantity/), "10");
    await save(phone, "Send again");

    await waitFor(() => expect(entries(phone)[0]?.id).not.toBe(made?.id));
    expect(entries(phone)[0]?.acts).toHaveLength(3);
    expect(entries(phone)[0]?.acts[2]).toMatchObject({
      record: wrong,
      values: { order: made?.acts[0]?.record },
    });
  });
});

/** The office answers the first change that waits. */
async function answer({ core }: Phone, said: Pick<Outcome, "status" | "problem">): Promise<void> {
  const { outbox, storage } = core.replica;
  const [first] = outbox.entries.peek();
  if (!first) throw new Error("There is nothing to answer");
  const rest = { records: [], conflicts: [], blockedBy: null, seq: 1 };
  const outcome: Outcome = { ...said, ...rest, id: first.id, number: 1 };
  const { operations, adopt } = outbox.prepare([{ ...first, number: 1, outcome }]);
  await storage.commit("push.outcomes", operations, "strict");
  adopt();
}
