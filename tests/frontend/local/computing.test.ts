/** Computed values are there before the office has computed them, marked, and then the office's take their place. */
import { describe, expect, it } from "vitest";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Entity } from "../../../frontend/protocol";
import { entity, field } from "../metadata/builders";
import { Office } from "../sync/office";
import { metadataAt } from "../sync/office-replies";
import { Phone, Wire } from "../sync/phone";

const path = (name: string) => ({ op: "field", path: name });
const SALE = entity("sale", [
  field("name", "text"),
  field("client", "lookup", { target: "client" }),
  field("label", "text", { computed: { op: "concat", of: [path("name"), path("client.name")] } }),
  field("net", "decimal", {
    scale: 2,
    computed: { op: "sum", entity: "sale_line", parent: "sale", of: [path("amount")] },
  }),
  field("gross", "decimal", {
    scale: 2,
    computed: {
      op: "multiply",
      of: [path("net"), { op: "value", type: "decimal", value: "1.25" }],
    },
  }),
]);
const LINE = entity("sale_line", [
  field("name", "text"),
  field("sale", "lookup", { target: "sale" }),
  field("price", "decimal", { scale: 2 }),
  field("quantity", "integer"),
  field("amount", "decimal", {
    scale: 2,
    computed: { op: "multiply", of: [path("price"), path("quantity")] },
  }),
]);
const CLIENT = entity("client", [field("name", "text")]);
const ENTITIES = [SALE, LINE, CLIENT];

const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const [FIRST, SECOND, ONE, NEW] = [id(1), id(2), id(11), id(21)];

/** An office with a sale of one line, and one of none; the phone has all of it and then loses its network. */
async function away(entities: readonly Entity[] = ENTITIES): Promise<Phone> {
  const office = new Office();
  const base = metadataAt(1);
  office.metadata = { ...base, model: { ...base.model, entities: [...entities] } };
  office.entities = entities.map((one) => one.id);
  office.write("sale", FIRST, { name: "First", label: "First", net: "20.00", gross: "25.00" });
  office.write("sale", SECOND, { name: "Second", label: "Second", net: "0.00", gross: "0.00" });
  office.write("sale_line", ONE, { sale: FIRST, price: "10.00", quantity: 2, amount: "20.00" });
  const phone = await Phone.open(new Wire(office));
  await phone.sync();
  await phone.shown();
  await import("../../../frontend/local/computing");
  await Promise.resolve();
  phone.wire.up = false;
  return phone;
}

async function save(phone: Phone, ...acts: Parameters<Phone["commands"]["saveForm"]>[0]): Promise<void> {
  await phone.commands.saveForm(acts);
}

function create(entityId: string, record: string, values: Record<string, unknown>) {
  return { kind: "create", entity: entityId, record, values } as const;
}

function edit(entityId: string, record: string, name: string, old: unknown, value: unknown) {
  return { kind: "set", entity: entityId, record, edits: { [name]: { value, old, base: 1 } } } as const;
}

function seen(phone: Phone, entityId: string, record: string): LocalRecord | undefined {
  return phone.replica.records.get(entityId, record);
}

function marked(record: LocalRecord | undefined): readonly string[] {
  return [...(record?.provisional ?? [])].sort();
}

describe("[L23] [APP-10] values that the office has not computed yet", () => {
  it("[L23] a new line has its amount at once, and the record its sums", async () => {
    const phone = await away();

    await save(phone, create("sale_line", NEW, { sale: FIRST, price: "2.50", quantity: 2 }));

    const [line, sale] = [seen(phone, "sale_line", NEW), seen(phone, "sale", FIRST)];
    expect(line?.values.amount).toBe("5.00");
    expect(sale?.values).toMatchObject({ net: "25.00", gross: "31.25" });
    expect([marked(line), marked(sale)]).toEqual([["amount"], ["gross", "net"]]);
  });

  it("[L23] a line that moves leaves one sum and joins another", async () => {
    const phone = await away();

    await save(phone, edit("sale_line", ONE, "sale", FIRST, SECOND));

    expect(seen(phone, "sale", FIRST)?.values.net).toBe("0.00");
    expect(seen(phone, "sale", SECOND)?.values.net).toBe("20.00");
    expect(marked(seen(phone, "sale_line", ONE))).toEqual([]);
  });

  it("[L23] a line that is to be deleted is not counted any more", async () => {
    const phone = await away();

    await save(phone, { kind: "delete", entity: "sale_line", record: ONE, base: 1 });

    expect(seen(phone, "sale", FIRST)?.values.net).toBe("0.00");
  });

  it("[L23] a record and its lines that were made offline are computed together", async () => {
    const phone = await away();

    await save(
      phone,
      create("sale", NEW, { name: "New" }),
      create("sale_line", id(22), { sale: NEW, price: "4.00", quantity: 3 }),
    );

    expect(seen(phone, "sale", NEW)?.values).toMatchObject({ label: "New", net: "12.00", gross: "15.00" });
  });

  it("[L23] lists show the same as the record", async () => {
    const phone = await away();

    await save(phone, edit("sale_line", ONE, "quantity", 2, 3));

    const listed = phone.replica.records.list("sale").find((one) => one.id === FIRST);
    expect(listed).toBe(seen(phone, "sale", FIRST));
    expect(listed?.values.net).toBe("30.00");
  });

  it("[L23] what does not hang on a change stays the same object", async () => {
    const phone = await away();
    const before = seen(phone, "sale", SECOND);

    await save(phone, edit("sale_line", ONE, "quantity", 2, 3));
    const sale = seen(phone, "sale", FIRST);
    await save(phone, edit("sale", SECOND, "name", "Second", "2nd"));

    expect(seen(phone, "sale", FIRST)).toBe(sale);
    expect(before?.provisional).toBeUndefined();
  });

  it("[L23] the office's values take their place once they are here", async () => {
    const phone = await away();
    await save(phone, edit("sale_line", ONE, "quantity", 2, 3));
    phone.wire.up = true;

    await phone.sync();
    phone.wire.office.write("sale_line", ONE, { sale: FIRST, price: "10.00", quantity: 3, amount: "30.00" });
    phone.wire.office.write("sale", FIRST, { name: "First", label: "First", net: "31.00", gross: "38.75" });
    await phone.sync();

    expect(seen(phone, "sale", FIRST)?.values.net).toBe("31.00");
    expect(marked(seen(phone, "sale", FIRST))).toEqual([]);
  });

  it("[L23] a value that needs what is not on this phone stays the office's", async () => {
    const phone = await away();

    await save(phone, edit("sale", FIRST, "client", null, id(99)));

    expect(seen(phone, "sale", FIRST)?.values.label).toBe("First");
  });

  it("[L23] a change that the office has refused changes no sum", async () => {
    const phone = await away();
    await save(phone, edit("sale_line", ONE, "quantity", 2, 3));
    phone.wire.office.refuse = () => "forbidden";
    phone.wire.up = true;

    await phone.sync();

    expect(seen(phone, "sale", FIRST)?.values.net).toBe("20.00");
    expect(marked(seen(phone, "sale", FIRST))).toEqual([]);
  });

  it("[L23] without computed fields no code comes for them", async () => {
    const phone = await away([CLIENT, entity("sale", [field("name", "text")])]);

    expect(phone.replica.records.computing.value).toBeNull();
  });
});
