/** What a person chooses in conflicts of which the value cannot be used as it is: taken by another record, or retyped. */
import { act, within } from "@testing-library/preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { wholeModel } from "../../../frontend/designer/whole";
import type { OfficePort } from "../../../frontend/mobile/ports";
import type { ConflictRow, EffectiveMetadata, Entity, RecordDocument, Row } from "../../../frontend/protocol";
import { taken } from "../local/standings";
import { NORTH, ORDER, orderPhone, press, RECORDS, type, withPopovers } from "./order-phone";
import { BO, id, ME, metadataOf, type Phone } from "./phone-app";

beforeEach(withPopovers);

const SOUTH = id(31);
const PAGE = `/app/w/sales_orders/p/customer/${SOUTH}`;
const CUSTOMERS: Row[] = [...RECORDS.customer, [SOUTH, 2, { name: "Söder Livs", account: "C-00200" }]];

function row(more: Partial<ConflictRow>): ConflictRow {
  return {
    id: id(90),
    entity: "customer",
    record: SOUTH,
    change: id(91),
    kind: "unique",
    base: { account: "C-00200" },
    mine: { account: "c-00190" },
    mineAt: "2026-11-21T08:00:00.000Z",
    mineBy: ME,
    mineByName: "Ana Lindqvist",
    theirs: { account: "C-00200" },
    theirsAt: "2026-11-21T08:10:00.000Z",
    theirsBy: BO,
    open: true,
    version: 2,
    ...more,
  };
}

interface Wanted {
  readonly conflict?: Partial<ConflictRow>;
  readonly customers?: Row[];
  readonly office?: Partial<OfficePort>;
  readonly metadata?: EffectiveMetadata;
}

async function sheetOf({ conflict = {}, customers = CUSTOMERS, office, metadata }: Wanted = {}) {
  const phone = await orderPhone({
    records: { ...RECORDS, customer: customers },
    conflicts: [row(conflict)],
    path: PAGE,
    ...(office && { office }),
    ...(metadata && { metadata }),
  });
  await press(await phone.screen.findByRole("button", { name: "Choose" }));
  const sheet = await phone.screen.findByRole("dialog", { name: /two versions/, hidden: true });
  return { phone, sheet: within(sheet) };
}

const chosen = ({ core }: Phone) => core.replica.outbox.entries.value.at(-1)?.acts[0];
const use = (sheet: ReturnType<typeof within>) =>
  sheet.getByRole("button", { name: "Use these values", hidden: true }) as HTMLButtonElement;
const mine = (sheet: ReturnType<typeof within>) =>
  sheet.getAllByRole("radio", { hidden: true })[0] as HTMLElement;

describe("[CON-06] a value that another record has", () => {
  it("is told of at the record, with what it is about", async () => {
    const phone = await orderPhone({
      records: { ...RECORDS, customer: CUSTOMERS },
      conflicts: [row({})],
      path: PAGE,
    });

    expect(await phone.screen.findByText(/Another record has a value that you entered here/)).toBeTruthy();
  });

  it("leads to the record that has it, found on this phone as the office compares", async () => {
    const { phone, sheet } = await sheetOf();
    expect(await sheet.findByText("Hansa Foods AB has it.")).toBeTruthy();

    await press(sheet.getByRole("button", { name: "Open", hidden: true }));

    expect(phone.ports.place.entry.value.path).toBe(`/app/w/sales_orders/p/customer/${NORTH}`);
    expect(phone.screen.queryByRole("dialog", { name: /two versions/, hidden: true })).toBeNull();
  });

  it("leads to a record that only the office knows, where this person may see it", async () => {
    const held: RecordDocument = {
      id: id(77),
      entity: "customer",
      version: 1,
      values: { name: "Fjärran Foods", account: "C-00190" },
      owner: null,
      modifiedAt: "",
      modifiedBy: null,
      may: ["read"],
    };
    const findHolder = vi.fn(async () => held);
    const { sheet } = await sheetOf({ customers: CUSTOMERS.slice(1), office: { findHolder } });

    expect(await sheet.findByText("Fjärran Foods has it.")).toBeTruthy();
    expect(findHolder).toHaveBeenCalledWith("customer", "account", "c-00190");
  });

  it("[inv 16] says no more than that where the office names none", async () => {
    const { sheet } = await sheetOf({
      customers: CUSTOMERS.slice(1),
      office: { findHolder: async () => null },
    });

    expect(await sheet.findByText("None of the records that you may see has it.")).toBeTruthy();
    expect(sheet.queryByRole("button", { name: "Open", hidden: true })).toBeNull();
  });

  it("says that it is not known without a network", async () => {
    const { sheet } = await sheetOf({ customers: CUSTOMERS.slice(1) });

    expect(await sheet.findByText(/not known here, and the office does not answer/)).toBeTruthy();
  });

  it("is changed for another one, which goes out as a choice", async () => {
    const { phone, sheet } = await sheetOf();
    await press(mine(sheet));

    await type(await sheet.findByLabelText(/Another value/), "C-00777");
    await press(use(sheet));

    await expect
      .poll(() => chosen(phone))
      .toMatchObject({
        kind: "resolve",
        conflicts: [id(90)],
        values: { account: "C-00777" },
      });
  });

  it("is not used as it is, nor one that is seen to be taken as well", async () => {
    const { sheet } = await sheetOf();
    await press(mine(sheet));
    const input = await sheet.findByLabelText(/Another value/);
    const still = use(sheet).disabled;

    await type(input, "C-00777");
    await type(input, " C-00190 ");

    expect(still).toBe(true);
    expect(use(sheet).disabled).toBe(true);
    expect(sheet.getByText("Another record already has this value.")).toBeTruthy();
  });

  it("gives way to the office's", async () => {
    const { phone, sheet } = await sheetOf();

    await press(sheet.getAllByRole("radio", { hidden: true })[1] as HTMLElement);
    await press(use(sheet));

    await expect.poll(() => chosen(phone)).toMatchObject({ kind: "resolve", values: {} });
  });
});

describe("[CON-06] a record that another one points at already", () => {
  const keeper = { id: "keeper", type: "lookup", target: "person", unique: true, label: { en: "Keeper" } };

  it("is chosen anew among those that nobody points at", async () => {
    const metadata = metadataOf("sales_orders");
    const entities = metadata.model.entities.map((entity) =>
      entity.id === "customer" ? { ...entity, fields: [...entity.fields, keeper] } : entity,
    );
    const [north, south] = CUSTOMERS.map(([identity, version, values]): Row => [identity, version, values]);
    const model = wholeModel({ ...metadata.model, entities: entities as Entity[] });
    const { phone, sheet } = await sheetOf({
      conflict: { base: {}, mine: { keeper: BO }, theirs: { keeper: null } },
      customers: [[NORTH, 1, { ...(north?.[2] as object), keeper: BO }], south as Row],
      metadata: {
        ...metadata,
        model,
        profile: { ...metadata.profile, entities: model.entities.map(({ id }) => taken(id)) },
      },
    });
    await press(mine(sheet));
    await press(await sheet.findByRole("button", { name: /Bo Ek/, hidden: true }));
    const picker = within(await phone.screen.findByRole("dialog", { name: /Choose.*keeper/i, hidden: true }));

    await press(await picker.findByText("Ana Lindqvist"));
    await press(use(sheet));

    await expect.poll(() => chosen(phone)).toMatchObject({ kind: "resolve", values: { keeper: ME } });
  });
});

describe("[MET-04] a value that was entered before its field changed its type", () => {
  const retyped = {
    kind: "retyped",
    base: {},
    mine: { credit_limit: "a dozen" },
    theirs: { credit_limit: null },
  } as const;

  it("is shown as it was entered, and entered anew", async () => {
    const { phone, sheet } = await sheetOf({ conflict: retyped });
    expect(sheet.getByText("a dozen")).toBeTruthy();
    await press(mine(sheet));

    const input = (await sheet.findAllByRole("textbox", { hidden: true }))[0] as HTMLInputElement;
    expect([input.value, use(sheet).disabled]).toEqual(["", true]);
    await type(input, "1200");
    await press(use(sheet));

    await expect.poll(() => chosen(phone)).toMatchObject({ kind: "resolve", conflicts: [id(90)] });
    expect(JSON.stringify(chosen(phone))).not.toContain("dozen");
  });
});

describe("[CON-06] an address that differs", () => {
  it("is chosen by a tap on it, which writes to nobody", async () => {
    const emails = {
      base: { email: null },
      mine: { email: "south@livs.example" },
      theirs: { email: "x@y.example" },
    };

    const { sheet } = await sheetOf({ conflict: { kind: "fields", ...emails } });

    const choice = sheet.getByRole("radio", { name: /^Yours/, hidden: true });
    expect(choice.closest("label")?.textContent).toContain("south@livs.example");
    expect(choice.closest("label")?.querySelector("a")).toBeNull();
    expect(sheet.getByText(/south@/).dir).toBe("ltr");
  });
});

describe("[CON-05] a text of several lines that differs", () => {
  it.each([
    {
      texts: "in a few words",
      mine: "1. Gate 7\n2. Ring twice",
      theirs: "1. Gate 9\n2. Ring twice, and wait",
      marked: ["7", "twice", "9", "twice, and wait"],
    },
    { texts: "in everything", mine: "Gate 7", theirs: "Ring twice", marked: [] },
  ])("$texts has them marked on both sides", async ({ mine, theirs, marked }) => {
    const note = { base: { note: "Gate" }, mine: { note: mine }, theirs: { note: theirs } };
    const phone = await orderPhone({
      conflicts: [row({ kind: "fields", entity: "sales_order", record: ORDER, ...note })],
      path: `/app/w/sales_orders/p/order/${ORDER}`,
    });

    await press(await phone.screen.findByRole("button", { name: "Choose" }));

    const sheet = await phone.screen.findByRole("dialog", { name: /two versions/, hidden: true });
    const sides = within(sheet).getByRole("group", { name: "Note", hidden: true });
    expect([...sides.querySelectorAll("p")].map((one) => one.textContent)).toEqual([mine, theirs]);
    expect([...sides.querySelectorAll("mark")].map((one) => one.textContent)).toEqual(marked);
  });
});

describe("[CON-04] an edit of a record that was deleted", () => {
  it("says that it is gone, where the record was and in the outbox", async () => {
    const phone = await orderPhone({
      conflicts: [row({ kind: "edited_deleted", theirs: {}, mine: { name: "Söder Mat" } })],
      path: PAGE,
    });

    expect(await phone.screen.findByText("The office deleted this while you changed it.")).toBeTruthy();
    await press(phone.screen.getByRole("button", { name: "Choose" }));
    const sheet = within(await phone.screen.findByRole("dialog", { name: /two versions/, hidden: true }));
    expect(sheet.getByText("Söder Mat")).toBeTruthy();
    expect(sheet.getByText("Deleted")).toBeTruthy();
    await press(sheet.getByRole("button", { name: "Bring it back with mine", hidden: true }));

    await expect.poll(() => chosen(phone)).toMatchObject({ kind: "resolve", values: { name: "Söder Mat" } });
  });
});

describe("[CON-06] a new record that was refused because of its value", () => {
  it("[SYN-15] is corrected with what was typed, and leads to the record that has it", async () => {
    const phone = await orderPhone({ path: "/app/" });
    const { commands, replica } = phone.core;
    await commands.createRecord("customer", { name: "Hansa Foods", account: "C-00190" });
    const [entry] = replica.outbox.entries.value;
    if (!entry) throw new Error("no change");
    const problem = {
      code: "value-not-unique",
      arguments: {},
      field: "account",
      sentence: null,
      remedy: null,
    };
    const refused = { number: 1, id: entry.id, seq: 0, records: [], conflicts: [], blockedBy: null, problem };
    const outcome = { ...refused, status: "rejected" } as const;
    const { operations, adopt } = replica.outbox.prepare([{ ...entry, number: 1, outcome }]);
    await replica.storage.commit("push.outcomes", operations, "strict");
    await act(() => adopt());

    await phone.go(`/app/outbox/${entry.id}`);

    expect(((await phone.screen.findByLabelText(/Customer account/)) as HTMLInputElement).value).toBe(
      "C-00190",
    );
    expect(phone.screen.getByText("Another record already has this value.")).toBeTruthy();
    expect(await phone.screen.findByText("Hansa Foods AB has it.")).toBeTruthy();
  });
});
