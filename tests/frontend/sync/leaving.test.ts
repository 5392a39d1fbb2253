import { describe, expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import { recordLabel } from "../../../frontend/local/labels";
import { filtered, Search } from "../../../frontend/local/search";
import { profile, taken } from "../local/standings";
import { effective, entity, field } from "../metadata/builders";
import { diskText } from "./marked";
import type { Office } from "./office";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const DAY = 24 * 3_600_000;
const LEAVES = id(1);
const { model } = effective({
  entities: [
    entity("customer", [field("name", "text"), field("city", "text")]),
    entity("sales_order", [field("number", "text"), field("customer", "lookup", { target: "customer" })]),
  ],
});

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

function office(keepDays = 7): Office {
  const made = officeWith(4);
  made.write("customer", LEAVES, { city: "Umeå" });
  made.readable = ({ gone }) => !gone;
  made.metadata = { ...made.metadata, model, profile: profile([taken("customer")], { keepDays }) };
  return made;
}

/** A phone that holds the customer, and an office that no longer gives it to him. */
async function leaving(keepDays = 7): Promise<Phone> {
  const phone = await synced(office(keepDays));
  await phone.shown();
  phone.wire.office.scope = (record) => record.id !== LEAVES;
  return phone;
}

function copy({ replica }: Phone) {
  return replica.records.get("customer", LEAVES);
}

function ids({ replica }: Phone): string[] {
  return replica.records.list("customer").map((record) => record.id);
}

describe("a record that leaves and may still be read", () => {
  it("[L16] [DAT-13] stays readable as a marked copy, in no list, for the days that were set", async () => {
    const phone = await leaving();

    await phone.sync();
    const frozen = copy(phone);
    const listed = ids(phone);
    phone.clock.leap(6 * DAY);
    await phone.sync();
    const later = copy(phone);
    phone.clock.leap(DAY);
    await phone.sync();

    expect(frozen).toMatchObject({
      values: { name: "Customer 1", city: "Umeå" },
      state: "clean",
      frozen: {
        why: { kind: "rule", rule: { kind: "all" } },
        since: "2026-11-21T12:00:00.000Z",
        until: "2026-11-28T12:00:00.000Z",
      },
    });
    expect(listed).toEqual([id(2), id(3), id(4)]);
    expect(later?.frozen).toBeDefined();
    expect(copy(phone)).toBeUndefined();
    expect(phone.replica.records.label("customer", LEAVES)).toBe("Customer 1");
    expect(diskText(phone)).not.toContain("Umeå");
  });

  it("[L16] goes at the start, too, when its time is over and there is no network", async () => {
    const phone = await leaving();
    await phone.sync();
    phone.wire.up = false;
    phone.clock.leap(8 * DAY);

    const again = await phone.crash();
    again.engine.start();
    await again.reached("offline");
    await again.replica.records.ensure("customer");

    expect(copy(again)).toBeUndefined();
    expect(again.replica.records.label("customer", LEAVES)).toBe("Customer 1");
  });

  it("[L16] is kept while it is open, whatever the days", async () => {
    const phone = await leaving(0);
    const close = phone.replica.inUse.hold("customer", LEAVES);

    await phone.sync();
    phone.clock.leap(DAY);
    await phone.sync();
    const open = copy(phone);
    close();
    await phone.sync();

    expect(open?.values).toEqual({ name: "Customer 1", city: "Umeå" });
    expect(copy(phone)).toBeUndefined();
    expect(diskText(phone)).not.toContain("Umeå");
  });

  it("[L16] is kept while a change of it waits, with the change on top", async () => {
    const phone = await leaving(0);
    const record = copy(phone);
    if (!record) throw new Error("not here");
    phone.wire.office.refuse = () => "not-now";
    await phone.commands.editRecord("customer", LEAVES, edited({}, record, "name", "Mine"));
    await phone.idled();
    const refused = copy(phone);
    const [entry] = phone.replica.outbox.entries.value;

    await phone.commands.discardChange(entry?.id ?? "");
    await phone.sync();

    expect(refused).toMatchObject({
      values: { city: "Umeå" },
      progress: "refused",
      frozen: { why: { kind: "rule" } },
    });
    expect(copy(phone)).toBeUndefined();
  });

  it("[inv 13] keeps what the user himself has written to make it leave", async () => {
    const phone = await synced(office());
    await phone.shown();
    phone.wire.office.scope = ({ values }) => values.name !== "Closed by me";
    const record = copy(phone);
    if (!record) throw new Error("not here");
    const seen: unknown[] = [];
    const stop = phone.replica.records.revision("customer").subscribe(() => {
      seen.push(copy(phone)?.values.name);
    });

    await phone.commands.editRecord("customer", LEAVES, edited({}, record, "name", "Closed by me"));
    await phone.idled();
    stop();

    expect(copy(phone)).toMatchObject({
      version: 3,
      values: { name: "Closed by me", city: "Umeå" },
      frozen: {},
    });
    expect(new Set(seen.slice(seen.indexOf("Closed by me")))).toEqual(new Set(["Closed by me"]));
  });

  it("[DAT-13] with no days to keep and nobody looking leaves its label and no value", async () => {
    const phone = await leaving(0);

    await phone.sync();

    expect(copy(phone)).toBeUndefined();
    expect(phone.replica.records.label("customer", LEAVES)).toBe("Customer 1");
    expect(diskText(phone)).not.toContain("Umeå");
  });

  it("is an ordinary record again when it comes back", async () => {
    const phone = await leaving();
    await phone.sync();
    phone.wire.office.scope = () => true;
    phone.wire.office.touch("customer", LEAVES);

    await phone.sync();

    expect(copy(phone)).toMatchObject({ values: { city: "Umeå" }, state: "clean" });
    expect(copy(phone)?.frozen).toBeUndefined();
    expect(ids(phone)).toContain(LEAVES);
    expect([...(phone.disk.get("trace")?.keys() ?? [])]).toEqual([]);
  });

  it("[inv 15] is forgotten by a new copy, as the office tells nothing of it any more", async () => {
    const phone = await leaving();
    await phone.sync();
    const { office } = phone.wire;
    for (const device of office.devices.values()) device.held.clear();

    await phone.sync();

    expect(copy(phone)).toBeUndefined();
    expect(diskText(phone)).not.toContain("Umeå");
  });

  it("[L27] [DAT-16] a copy answers no search of a list and no filter through a lookup; its name does", async () => {
    const phone = await leaving();
    phone.wire.office.write("sales_order", id(11), { number: "SO-1", customer: LEAVES });
    await phone.sync();
    await phone.shown();
    const { records } = phone.replica;
    const orders = records.list("sales_order");
    const search = new Search(records, { locale: "sv-SE" });
    const asker = { person: "me", today: "2026-11-21", timeZone: "UTC" };
    const inUmea = { op: "eq", path: "customer.city", value: "Umeå" } as const;

    const found = [
      records.list("customer").filter(search.test(model, ["name", "city"], ["umea"])),
      orders.filter(search.test(model, ["customer.city"], ["umea"])),
      filtered(model, records, orders, inUmea, asker),
      orders.filter(search.test(model, ["customer.name"], ["customer", "1"])),
    ].map((rows) => rows.map((row) => row.id));

    expect(found).toEqual([[], [], [], [id(11)]]);
  });
});

describe("[inv 21] a reference to a record that is not held", () => {
  async function referring(): Promise<Phone> {
    const made = office();
    made.write("sales_order", id(11), { number: "SO-1", customer: LEAVES });
    made.scope = (record) => record.id !== LEAVES;
    made.referred = new Set([`customer/${LEAVES}`]);
    const phone = await Phone.open(new Wire(made));
    await phone.sync();
    await phone.shown();
    return phone;
  }

  const READING = { locale: "sv-SE" };
  const label = ({ replica }: Phone) => recordLabel(model, replica.records, READING, "customer", LEAVES);

  it("has the label that the office tells, from the first copy on", async () => {
    const phone = await referring();

    expect(label(phone)).toEqual({ kind: "stub", text: "Customer 1" });
    expect(copy(phone)).toBeUndefined();
    expect(diskText(phone)).not.toContain("Umeå");
  });

  it("keeps the label that it had here, should the office not tell it", async () => {
    const phone = await leaving(0);
    phone.wire.office.labelsLeaving = false;

    await phone.sync();

    expect(label(phone)).toEqual({ kind: "stub", text: "Customer 1" });
  });

  it("follows a label that changes, and names nothing once the record may not be read", async () => {
    const phone = await referring();
    phone.wire.office.write("customer", LEAVES, { name: "Renamed" });
    await phone.sync();
    const renamed = label(phone);
    phone.wire.office.readable = (record) => record.id !== LEAVES;

    await phone.sync();

    expect(renamed).toEqual({ kind: "stub", text: "Renamed" });
    expect(label(phone)).toEqual({ kind: "elsewhere" });
    expect(diskText(phone)).not.toContain("Renamed");
  });

  it("is the record itself when it comes, and a label when it leaves", async () => {
    const phone = await referring();
    const { office } = phone.wire;
    office.scope = () => true;
    office.touch("customer", LEAVES);
    await phone.sync();
    const here = label(phone);
    office.scope = (record) => record.id !== LEAVES;
    await phone.sync();
    phone.clock.leap(8 * DAY);
    await phone.sync();

    expect(here).toEqual({ kind: "named", text: "Customer 1" });
    expect(label(phone)).toEqual({ kind: "stub", text: "Customer 1" });
  });
});

it("thousands of labels are a few hundred values, and one that goes costs one of them", async () => {
  const made = office();
  made.scope = ({ entity: of }) => of !== "person";
  for (let at = 0; at < 3_000; at += 1) {
    const hex = at.toString(16).padStart(12, "0");
    made.write("person", `01900000-0000-7000-8000-${hex}`, { name: `P ${at}` });
  }
  made.referred = new Set([...made.records.keys()].filter((key) => key.startsWith("person/")));
  const phone = await synced(made);
  const buckets = phone.disk.get("trace")?.size;
  const before = new Map(phone.disk.get("trace"));
  made.remove("person", "01900000-0000-7000-8000-000000000abc");

  await phone.sync();

  const changed = [...before].filter(([key, value]) => phone.disk.get("trace")?.get(key) !== value);
  expect(buckets).toBe(256);
  expect(changed.map(([key]) => key)).toEqual(["person/bc"]);
});
