import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import { indexedDbStorage } from "../../../frontend/local/indexed-db";
import type { Storage } from "../../../frontend/local/storage";
import { pullOnce } from "../../../frontend/sync/pull";
import { entity, field } from "../metadata/builders";
import { databaseText, memoryText } from "./marked";
import type { Office } from "./office";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const SECRET = "marked: nobody may see this";
const ANOTHER = "marked as well";
const TYPED = "typed by me";
const TARGET = id(1);
const PHOTO = { id: id(700), name: "a.jpg", type: "image/jpeg", size: 6, sha256: "00" };

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

let number = 0;
let name = "";
let storage: Storage;

beforeEach(() => {
  number += 1;
  name = `satchel:removal-${number}`;
  storage = indexedDbStorage(name);
});

afterEach(async () => {
  storage.close();
  await deleteDB(name);
});

/** An office whose first customer holds what must go, in a field of its own. */
function office(title = `${SECRET} 1`): Office {
  const made = officeWith(6);
  made.write("customer", TARGET, { name: title, salary: SECRET, note: "plain" });
  made.metadata = {
    ...made.metadata,
    model: {
      version: 1,
      entities: [entity("customer", [field("name", "text"), field("salary", "text"), field("note", "text")])],
    },
  };
  return made;
}

async function phoneOf(from: Office): Promise<Phone> {
  const phone = await Phone.open(new Wire(from), { storage });
  await phone.sync();
  return phone;
}

/** Fill every place of the phone's store with the marked values, as a day's work does. */
async function wellUsed(from: Office): Promise<Phone> {
  const phone = await phoneOf(from);
  const seen = (await phone.shown())[`customer/${TARGET}`];
  if (!seen) throw new Error("not here");
  // In a row beside the pack, in what waits as an old value, in a conflict, as an own photo, among what was opened.
  from.write("customer", TARGET, { salary: `${SECRET} 2` });
  await phone.sync();
  const newer = (await phone.shown())[`customer/${TARGET}`] ?? seen;
  await conflicting(phone, newer.version);
  phone.wire.up = false;
  await phone.commands.editRecord("customer", TARGET, edited({}, newer, "salary", TYPED));
  await phone.reached("offline");
  await phone.replica.recent.openedPage("list", {
    entity: "customer",
    records: [TARGET, id(2)],
    total: 2,
    at: "",
  });
  return phone;
}

/** Somebody chose otherwise than I did, and others than each other. */
async function conflicting(phone: Phone, version: number): Promise<void> {
  const from = phone.wire.office;
  const shared = { entity: "customer", record: TARGET, kind: "fields" as const, open: true, version };
  const theirs = {
    theirs: { name: ANOTHER, salary: SECRET },
    theirsBy: "boss",
    theirsAt: "2026-11-21T11:00:00.000Z",
  };
  const mine = { mineByName: null, mineAt: "2026-11-21T12:00:00.000Z", change: id(80) };
  from.conflicts.push(
    {
      ...shared,
      ...theirs,
      ...mine,
      id: id(81),
      base: { salary: SECRET },
      mine: { salary: "mine in conflict" },
      mineBy: "me",
      seq: from.head + 1,
    },
    {
      ...shared,
      ...theirs,
      ...mine,
      id: id(82),
      base: { salary: SECRET },
      mine: { salary: ANOTHER },
      mineBy: "boss",
      seq: from.head + 1,
    },
  );
  from.touch("customer", id(2));
  await phone.sync();
}

describe.each([
  ["in one commit", (_: Office) => {}],
  // A mask makes a pull one of the journal.
  [
    "under the journal",
    (from: Office) => {
      from.fields = { sales_order: ["number"] };
    },
  ],
] as const)("a record that is lost, applied %s", (_how, prepare) => {
  it("[DAT-13] [SEC-02] [inv 15] leaves no byte behind in IndexedDB or memory; [inv 17] what was typed stays", async () => {
    const from = office();
    const phone = await wellUsed(from);
    const before = await databaseText(name);
    prepare(from);
    from.scope = (record) => record.id !== TARGET;
    from.refuse = (act) => (act.record === TARGET ? "record-not-found" : null);

    phone.wire.up = true;
    await phone.sync();
    await phone.idled();
    const after = await databaseText(name);

    expect(before).toContain(SECRET);
    expect(before).toContain(ANOTHER);
    for (const text of [after, memoryText(phone.replica)]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(ANOTHER);
      expect(text).not.toContain('"plain"');
    }
    expect(after).toContain(TYPED);
    expect(after).toContain("mine in conflict");
    expect(after).toContain("Customer 2");
    expect(phone.replica.recent.page("customer", "list")?.records).toEqual([id(2)]);
  });

  it("[DAT-13] [inv 15] one that had left before takes its label and its frozen copy along", async () => {
    const from = office();
    const phone = await phoneOf(from);
    await phone.shown();
    from.scope = (record) => record.id !== TARGET;
    from.readable = () => true;
    await phone.sync();
    const left = await databaseText(name);
    const frozen = phone.replica.records.get("customer", TARGET);
    prepare(from);
    from.readable = (record) => record.id !== TARGET;

    await phone.sync();

    expect(left).toContain(SECRET);
    expect(frozen).toMatchObject({ values: { salary: SECRET }, frozen: { why: { kind: "other" } } });
    expect(await databaseText(name)).not.toContain(SECRET);
    expect(memoryText(phone.replica)).not.toContain(SECRET);
    expect(phone.replica.records.get("customer", TARGET)).toBeUndefined();
    expect(phone.replica.records.label("customer", TARGET)).toBeUndefined();
  });

  it("[inv 15] a photo of it that was taken here and sent goes; [inv 17] one that waits stays", async () => {
    const from = office();
    const phone = await phoneOf(from);
    const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
    const waiting = { ...PHOTO, id: id(701) };
    const picture = (blob: string) => ({ photo: { value: { blob }, old: null, base: 1 } });
    await phone.commands.editRecord("customer", TARGET, picture(PHOTO.id), null, [
      { ...PHOTO, bytes: bytes(SECRET) },
    ]);
    await phone.idled();
    const shed: string[] = [];
    phone.replica.shed.on((blobs) => shed.push(...blobs));
    prepare(from);
    from.scope = (record) => record.id !== TARGET;
    from.refuse = (act) => (act.record === TARGET ? "record-not-found" : null);
    phone.wire.up = false;
    await phone.commands.editRecord("customer", TARGET, picture(waiting.id), null, [
      { ...waiting, bytes: bytes(TYPED) },
    ]);
    await phone.reached("offline");
    const before = await databaseText(name);

    phone.wire.up = true;
    await phone.sync();

    expect(before).toContain(SECRET);
    expect(shed).toContain(PHOTO.id);
    expect(shed).not.toContain(waiting.id);
    expect(await databaseText(name)).not.toContain(SECRET);
    expect(await phone.replica.blobs.bytes(waiting.id)).not.toBeNull();
    expect(phone.replica.blobs.info(PHOTO.id)).toBeUndefined();
  });
});

describe("a field that the user may no longer see", () => {
  it("[SEC-05] [L14] [inv 15] goes from packs, rows, conflicts and old values; [inv 17] what was typed stays", async () => {
    const from = office("Alder");
    const phone = await wellUsed(from);
    await phone.replica.records.ensure("customer");
    const waiting = phone.replica.outbox.entries.value.at(-1);
    const before = await databaseText(name);
    from.fields = { customer: ["name", "note"] };
    from.write("customer", TARGET, { name: "Alder" });
    for (const row of from.conflicts) row.theirs = {};

    phone.wire.up = true;
    await phone.sync();
    await phone.idled();
    const after = await databaseText(name);

    expect(before).toContain(SECRET);
    expect(after).not.toContain(SECRET);
    expect(memoryText(phone.replica)).not.toContain(SECRET);
    expect(after).toContain(TYPED);
    expect(waiting?.acts[0]).toMatchObject({ edits: { salary: { old: `${SECRET} 2` } } });
    expect(await phone.values()).toEqual(from.expected());
  });

  it("[L14] [inv 15] goes from the row of a record and the frozen copy of another, which both stay", async () => {
    const from = office("Alder");
    const phone = await phoneOf(from);
    await phone.shown();
    from.write("customer", id(3), { salary: `${SECRET} 3` });
    from.scope = (record) => record.id !== TARGET;
    from.readable = () => true;
    await phone.sync();
    const before = await databaseText(name);
    from.fields = { customer: ["name", "note"] };

    await phone.sync();

    expect(before).toContain(SECRET);
    expect(await databaseText(name)).not.toContain(SECRET);
    expect(phone.replica.records.get("customer", TARGET)?.values).toEqual({ name: "Alder", note: "plain" });
    expect(phone.replica.records.get("customer", id(3))?.values).toEqual({ name: "Customer 3" });
  });

  it("[SEC-05] [inv 15] goes while a change of it is on its way, with its answer", async () => {
    const from = office("Alder");
    const phone = await wellUsed(from);
    let lost = 0;
    phone.wire.trouble = (ask) => {
      if (ask.type !== "push" || lost > 0) return null;
      lost += 1;
      return "cut-reply";
    };
    phone.wire.up = true;
    await phone.sync();
    from.fields = { customer: ["name", "note"] };
    const { replica, wire, clock } = phone;
    const signal = new AbortController().signal;

    await pullOnce({ replica, transport: wire, pages: wire, clock, signal, progress: () => undefined });
    const locked = replica.outbox.unanswered();
    await phone.sync();
    await phone.idled();

    expect(locked).toMatchObject([{ number: 1, masked: { customer: ["name", "note"] } }]);
    expect(locked[0]?.acts[0]).toMatchObject({ edits: { salary: { old: `${SECRET} 2` } } });
    expect(phone.replica.outbox.unanswered()).toEqual([]);
    expect(await databaseText(name)).not.toContain(SECRET);
  });

  it("[inv 15] a change whose old value is gone has no opposite any more", async () => {
    const from = office("Alder");
    const phone = await phoneOf(from);
    const record = (await phone.shown())[`customer/${TARGET}`];
    if (!record) throw new Error("not here");
    await phone.commands.editRecord("customer", TARGET, edited({}, record, "salary", TYPED));
    await phone.idled();
    from.fields = { customer: ["name", "note"] };
    await phone.sync();
    const [entry] = phone.replica.outbox.entries.value;

    const undoing = phone.commands.undoChange(entry?.id ?? "");

    await expect(undoing).rejects.toMatchObject({ name: "ChangeLocked" });
    expect(from.values("customer", TARGET)).toMatchObject({ salary: TYPED });
  });

  it("[SEC-05] [inv 15] a new copy forgets what waiting changes remember of fields that the model has lost", async () => {
    const from = office("Alder");
    const phone = await wellUsed(from);
    from.fields = { customer: ["name", "note"] };
    from.metadata = {
      ...from.metadata,
      metadataVersion: 2,
      model: { version: 2, entities: [entity("customer", [field("name", "text"), field("note", "text")])] },
    };
    from.urgency = "silent";
    from.conflicts.length = 0;
    for (const device of from.devices.values()) device.held.clear();
    from.refuse = (act) => (act.kind === "set" ? "field-forbidden" : null);

    phone.wire.up = true;
    await phone.sync();
    await phone.idled();

    expect(await databaseText(name)).not.toContain(SECRET);
    expect(await databaseText(name)).toContain(TYPED);
  });
});
