import { expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const ALDER = "01900000-0000-7000-8000-000000000001";

it("[SYN-04] reads come from the phone's own store when the network is gone", async () => {
  const phone = await synced(officeWith(7));
  phone.wire.up = false;

  const again = await phone.crash();

  expect(await again.values()).toEqual(phone.wire.office.expected());
  expect(Object.keys(await again.values())).toHaveLength(7);
});

it("[APP-08] [APP-09] a new record is shown at once and goes up when the network is back", async () => {
  const phone = await synced(officeWith(1));
  phone.wire.up = false;

  const id = await phone.commands.createRecord("customer", { name: "Birch" });
  await phone.reached("offline");
  const shown = (await phone.shown())[`customer/${id}`];
  phone.wire.up = true;
  await phone.sync();

  expect(shown).toMatchObject({ values: { name: "Birch" }, state: "new", progress: "waiting" });
  expect(phone.wire.office.values("customer", id)).toEqual({ name: "Birch" });
  expect((await phone.shown())[`customer/${id}`]).toMatchObject({
    state: "clean",
    progress: "none",
    version: 1,
  });
});

it("[SYN-05] a change made online goes up at once", async () => {
  const phone = await synced(officeWith(1));

  const id = await phone.commands.createRecord("customer", { name: "Cedar" });
  await phone.settled();

  expect(phone.wire.office.values("customer", id)).toEqual({ name: "Cedar" });
  expect(phone.engine.syncState.value.kind).toBe("upToDate");
});

it("[SYN-06] [inv 8] changes arrive in the order they were made", async () => {
  const phone = await synced(officeWith(1));
  phone.wire.up = false;
  const order: string[] = [];
  phone.wire.office.refuse = (act) => {
    order.push(act.record);
    return null;
  };

  const made: string[] = [];
  for (let at = 0; at < 420; at += 1)
    made.push(await phone.commands.createRecord("customer", { name: `N ${at}` }));
  phone.wire.up = true;
  await phone.sync();

  expect(order).toEqual(made);
  const pushes = phone.wire.office.log.map(({ numbers }) => numbers);
  const numbers = pushes.flat();
  expect(Math.max(...pushes.map(({ length }) => length))).toBe(200);
  expect(numbers).toEqual(Array.from({ length: 420 }, (_, at) => at + 1));
});

it("[SYN-07] a second sync fetches only what is new", async () => {
  const phone = await synced(officeWith(9));
  phone.wire.office.log.length = 0;
  phone.wire.office.write("customer", ALDER, { name: "Alder" });

  await phone.sync();

  expect(phone.wire.office.log.map(({ type }) => type)).toEqual(["hello", "pull"]);
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it("[inv 13] an own value never flickers back between its answer and the pull that brings it", async () => {
  const phone = await synced(officeWith(1));
  await phone.shown();
  const seen: unknown[] = [];
  const stop = phone.replica.records.revision("customer").subscribe(() => {
    seen.push(phone.replica.records.get("customer", ALDER)?.values.name);
  });

  const record = phone.replica.records.get("customer", ALDER);
  if (!record) throw new Error("not here");
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Alder"));
  await phone.settled();
  stop();

  expect(phone.wire.office.values("customer", ALDER)).toEqual({ name: "Alder" });
  const changed = seen.indexOf("Alder");
  expect(changed).toBeGreaterThan(-1);
  expect(new Set(seen.slice(changed))).toEqual(new Set(["Alder"]));
});

it("[DRF-04] an edit of a record from the office merges by field with what came meanwhile", async () => {
  const phone = await synced(officeWith(1));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "phone", "070 1"));
  phone.wire.office.write("customer", ALDER, { name: "Alder Ltd" });

  phone.wire.up = true;
  await phone.sync();

  expect(phone.wire.office.values("customer", ALDER)).toEqual({ name: "Alder Ltd", phone: "070 1" });
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it("shows a conflict on the record until someone chooses, with the office's value in effect", async () => {
  const phone = await synced(officeWith(1));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Mine"));
  phone.wire.office.write("customer", ALDER, { name: "Theirs" });
  phone.wire.up = true;
  await phone.sync();

  const before = (await phone.shown())[`customer/${ALDER}`];
  const [conflict] = phone.replica.conflicts.of("customer", ALDER);
  await phone.commands.resolveConflict("customer", ALDER, {
    conflicts: [conflict?.id ?? ""],
    values: { name: "Mine" },
  });
  await phone.settled();

  expect(before).toMatchObject({ values: { name: "Theirs" }, progress: "conflict" });
  expect(phone.wire.office.values("customer", ALDER)).toEqual({ name: "Mine" });
  expect((await phone.shown())[`customer/${ALDER}`]).toMatchObject({
    values: { name: "Mine" },
    progress: "none",
  });
});

it("a refused change shows the office's value, and is sent anew when corrected", async () => {
  const phone = await synced(officeWith(1));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.office.refuse = (act) =>
    act.kind === "set" && act.edits.name?.value === "" ? "value-required" : null;
  await phone.commands.editRecord("customer", ALDER, { name: { value: "", old: "Customer 1", base: 1 } });
  await phone.settled();
  const refused = (await phone.shown())[`customer/${ALDER}`];
  const [entry] = phone.replica.outbox.entries.value;

  await phone.commands.amendChange(entry?.id ?? "", [
    {
      kind: "set",
      entity: "customer",
      record: ALDER,
      edits: { name: { value: "Alder", old: "Customer 1", base: 1 } },
    },
  ]);
  await phone.settled();

  expect(refused).toMatchObject({ values: { name: "Customer 1" }, progress: "refused" });
  expect(phone.wire.office.values("customer", ALDER)).toEqual({ name: "Alder" });
  expect(phone.engine.syncState.value).toMatchObject({ kind: "upToDate", counts: { needsYou: 0 } });
});

it("deleting after an own edit is no conflict with oneself", async () => {
  const phone = await synced(officeWith(1));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Alder"));
  await phone.commands.deleteRecord("customer", ALDER);
  const bases: number[] = [];
  phone.wire.office.refuse = (act) => {
    if (act.kind === "delete") bases.push(act.base);
    return null;
  };

  phone.wire.up = true;
  await phone.sync();

  expect(bases).toEqual([2]);
  expect(await phone.values()).toEqual({});
});

it("[inv 27] pulling again after a lost reply gives an equal copy", async () => {
  const phone = await synced(officeWith(5));
  phone.wire.office.remove("customer", ALDER);
  let lost = 0;
  phone.wire.trouble = (ask) => {
    if (ask.type !== "pull" || lost > 0) return null;
    lost += 1;
    return "cut-reply";
  };

  await phone.sync();
  await phone.sync();

  expect(lost).toBe(1);
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it.each(["hello", "push", "pull", "snapshot"] as const)(
  "[inv 29] a truncated reply to %s changes nothing in the end",
  async (type) => {
    const phone = await Phone.open(new Wire(officeWith(7)));
    const id = await phone.commands.createRecord("customer", { name: "Dogwood" });
    let cut = 0;
    phone.wire.trouble = (ask) => {
      if (ask.type !== type || cut > 0) return null;
      cut += 1;
      return "truncate";
    };

    await phone.sync();
    const between = await phone.values();
    await phone.sync();

    expect(cut).toBe(1);
    expect(Object.values(between)).toContainEqual({ name: "Dogwood" });
    expect(phone.wire.office.values("customer", id)).toEqual({ name: "Dogwood" });
    expect(phone.wire.office.records.size).toBe(8);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  },
);

it("a lost reply to a push does not apply the change twice", async () => {
  const phone = await synced(officeWith(1));
  let lost = 0;
  phone.wire.trouble = (ask) => {
    if (ask.type !== "push" || lost > 0) return null;
    lost += 1;
    return "cut-reply";
  };

  const id = await phone.commands.createRecord("customer", { name: "Elm" });
  await phone.reached("offline");
  await phone.sync();

  expect(phone.wire.office.records.get(`customer/${id}`)?.version).toBe(1);
  expect(await phone.values()).toEqual(phone.wire.office.expected());
});

it("an interrupted first copy fetches only the missing pages", async () => {
  const phone = await Phone.open(new Wire(officeWith(30)));
  let fetched = 0;
  phone.wire.trouble = (ask) => {
    if (ask.type !== "snapshot") return null;
    fetched += 1;
    return fetched === 6 ? "cut-request" : null;
  };
  await phone.sync();
  const before = fetched;

  const again = await phone.crash();
  await again.sync();

  expect(before).toBeGreaterThanOrEqual(6);
  expect(fetched - before).toBeLessThan(10);
  expect(await again.values()).toEqual(again.wire.office.expected());
});

it("[inv 12] the checkpoint never goes back, whatever arrives", async () => {
  const phone = await synced(officeWith(3));
  const heads: number[] = [];
  phone.replica.checkpoint.subscribe((checkpoint) => heads.push(checkpoint?.head ?? -1));

  for (let at = 0; at < 5; at += 1) {
    phone.wire.office.write("customer", ALDER, { name: `Name ${at}` });
    await phone.sync();
  }

  expect(heads).toEqual([...heads].sort((a, b) => a - b));
  expect(heads.at(-1)).toBe(phone.wire.office.head);
});

it("[inv 12] an office that went back behind the checkpoint is taken over by a new copy, never row by row", async () => {
  const office = officeWith(3);
  const phone = await synced(office);
  await phone.shown();
  const shown: unknown[] = [];
  const stop = phone.replica.checkpoint.subscribe((checkpoint) => {
    const name = phone.replica.tables.table("customer").peek()?.records.get(ALDER)?.values.name;
    shown.push([checkpoint?.head, name]);
  });
  // An older backup: two writes are missing, and one has been made since.
  office.head -= 2;
  for (const record of office.records.values()) record.seq = Math.min(record.seq, office.head);
  office.records.delete("customer/01900000-0000-7000-8000-000000000003");
  office.write("customer", ALDER, { name: "Written after the restore" });
  office.log.length = 0;

  await phone.sync();
  stop();

  expect(office.log.filter(({ type }) => type === "snapshot")).not.toHaveLength(0);
  expect(shown).not.toContainEqual([2, "Customer 1"]);
  expect(await phone.values()).toEqual(office.expected());
});

it("what leaves the scope leaves every store, and the old values of an edit with it", async () => {
  const phone = await synced(officeWith(4));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Typed by me"));
  phone.wire.office.scope = ({ id }) => id !== ALDER;
  phone.wire.office.refuse = (act) => (act.record === ALDER ? "forbidden" : null);

  phone.wire.up = true;
  await phone.sync();

  const disk = JSON.stringify([...phone.disk].map(([store, values]) => [store, [...values]]));
  expect(disk).not.toContain("Customer 1");
  expect(disk).toContain("Typed by me");
  expect(disk).toContain("Customer 2");
});

it("a value that the office no longer gives leaves the packs at once", async () => {
  const office = officeWith(4);
  office.write("customer", ALDER, { secret: "salary 1000" });
  const phone = await synced(office);
  office.write("customer", ALDER, { secret: null });

  await phone.sync();

  expect(JSON.stringify([...phone.disk].map(([, values]) => [...values]))).not.toContain("salary 1000");
  expect(await phone.values()).toEqual(office.expected());
});
