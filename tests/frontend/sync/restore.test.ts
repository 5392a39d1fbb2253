/** The server is put back to a backup; stores are copied, or emptied. */
import { expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import type { MemoryDisk } from "../../../frontend/local/memory";
import type { LocalRecord } from "../../../frontend/local/record";
import { forgetSettled } from "../../../frontend/sync/forgetting";
import { MOST_SENT, readSent, sentWrites } from "../../../frontend/sync/sent";
import type { Office } from "./office";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const ALDER = "01900000-0000-7000-8000-000000000001";
const BIRCH = "01900000-0000-7000-8000-000000000002";
const DAY = 24 * 3_600_000;

async function rename(phone: Phone, id: string, name: string): Promise<void> {
  const record = (await phone.shown())[`customer/${id}`] as LocalRecord;
  await phone.commands.editRecord("customer", id, edited({}, record, "name", name));
  await phone.settled();
}

/** How often each change was applied: the number of writes that its record has seen, beyond the office's own. */
function version(office: Office, id: string): number {
  return office.records.get(`customer/${id}`)?.version ?? 0;
}

async function quiet(phone: Phone): Promise<void> {
  await phone.sync();
  await phone.sync();
}

it("[inv 38] sends again what a backup has lost, once, and fetches a whole new copy", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  await rename(phone, ALDER, "In the backup");
  const putBack = office.backup();
  await rename(phone, BIRCH, "Lost");
  const made = await phone.commands.createRecord("customer", { name: "Lost too" });
  await phone.settled();
  office.write("customer", "01900000-0000-7000-8000-00000000000a", { name: "Of a desk" });
  await phone.sync();
  const device = phone.replica.device.peek()?.id;

  putBack();
  await quiet(phone);

  expect(office.values("customer", BIRCH)).toEqual({ name: "Lost" });
  expect(office.values("customer", made)).toEqual({ name: "Lost too" });
  expect([ALDER, BIRCH, made].map((id) => version(office, id))).toEqual([2, 2, 1]);
  expect(await phone.values()).toEqual(office.expected());
  expect(phone.replica.device.peek()).toMatchObject({ id: device, epoch: "after first" });
  expect(phone.replica.outbox.unanswered()).toEqual([]);
});

it("[inv 38] [inv 13] shows one's own changes all the while", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const putBack = office.backup();
  await rename(phone, ALDER, "Sent");
  phone.wire.up = false;
  await rename(phone, BIRCH, "Waiting");
  const seen = new Set<string>();
  putBack();
  phone.engine.moved.on(() => {
    const names = phone.replica.records.list("customer").map(({ values }) => values.name);
    seen.add(names.sort().join());
  });

  phone.wire.up = true;
  await quiet(phone);

  expect([...seen]).toEqual(["Sent,Waiting"]);
});

it("[inv 38] does not send again what the backup is sure to hold", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  await rename(phone, ALDER, "In the backup");
  const putBack = office.backup();
  await rename(phone, BIRCH, "Lost");
  putBack();
  office.log.length = 0;

  await quiet(phone);

  expect(office.log.flatMap(({ numbers }) => numbers)).toEqual([2]);
});

it("[inv 38] is known again by a server whose backup is older than the device", async () => {
  const office = officeWith(1);
  const putBack = office.backup();
  const phone = await synced(office);
  await rename(phone, ALDER, "Lost");

  putBack();
  await quiet(phone);

  expect(office.values("customer", ALDER)).toEqual({ name: "Lost" });
  expect(version(office, ALDER)).toBe(2);
  expect(await phone.values()).toEqual(office.expected());
});

it("[inv 38] as another device it sends everything again as well", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const putBack = office.backup();
  await rename(phone, ALDER, "Lost");
  phone.wire.up = false;
  await rename(phone, BIRCH, "Waiting");
  const device = phone.replica.device.peek()?.id ?? "";

  putBack();
  // The copy of this store has been here since.
  Object.assign(office.devices.get(device) ?? {}, { nonce: "another", previous: null, epoch: office.epoch });
  phone.wire.up = true;
  await quiet(phone);

  expect(phone.replica.device.peek()?.id).not.toBe(device);
  expect(office.values("customer", ALDER)).toEqual({ name: "Lost" });
  expect(office.values("customer", BIRCH)).toEqual({ name: "Waiting" });
  expect(await phone.values()).toEqual(office.expected());
});

it("[inv 38] two restores in a row leave each change once", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const monday = office.backup();
  await rename(phone, ALDER, "First");
  const tuesday = office.backup();
  await rename(phone, BIRCH, "Second");

  monday();
  await quiet(phone);
  tuesday();
  office.epoch = "third";
  await quiet(phone);

  expect([ALDER, BIRCH].map((id) => office.values("customer", id)?.name)).toEqual(["First", "Second"]);
  expect([ALDER, BIRCH].map((id) => version(office, id))).toEqual([2, 2]);
  expect(await phone.values()).toEqual(office.expected());
});

it("[inv 38] a device that was away for two epochs sends again what it has", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const first = office.backup();
  await rename(phone, ALDER, "Lost");
  phone.wire.up = false;
  await rename(phone, BIRCH, "Waiting");

  first();
  office.backup()();
  phone.wire.up = true;
  await quiet(phone);

  expect([ALDER, BIRCH].map((id) => office.values("customer", id)?.name)).toEqual(["Lost", "Waiting"]);
  expect([ALDER, BIRCH].map((id) => version(office, id))).toEqual([2, 2]);
});

it("[inv 38] a restore in the middle of a push takes nothing under the numbers of another past", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const putBack = office.backup();
  await rename(phone, ALDER, "Lost");
  let once = true;
  phone.wire.trouble = ({ type }) => {
    if (type === "push" && once) {
      once = false;
      putBack();
    }
    return null;
  };

  await rename(phone, BIRCH, "In the middle");
  await quiet(phone);

  expect([ALDER, BIRCH].map((id) => office.values("customer", id)?.name)).toEqual(["Lost", "In the middle"]);
  expect([ALDER, BIRCH].map((id) => version(office, id))).toEqual([2, 2]);
  expect(await phone.values()).toEqual(office.expected());
});

it.each(["hello.welcomed", "push.outcomes", "journal.finish"] as const)(
  "[inv 38] [inv 3] a crash at %s loses and doubles nothing",
  async (site) => {
    const phone = await synced(officeWith(2));
    const { office } = phone.wire;
    const putBack = office.backup();
    await rename(phone, ALDER, "Lost");
    phone.wire.up = false;
    await rename(phone, BIRCH, "Waiting");
    putBack();
    phone.wire.up = true;
    phone.faults.arm(site, 1, "end-after");
    await phone.sync();
    const ended = phone.faults.ended;

    const again = await phone.crash();
    await quiet(again);

    expect(ended).toBe(true);
    expect([ALDER, BIRCH].map((id) => office.values("customer", id)?.name)).toEqual(["Lost", "Waiting"]);
    expect([ALDER, BIRCH].map((id) => version(office, id))).toEqual([2, 2]);
    expect(await again.values()).toEqual(office.expected());
  },
);

it("[inv 38] sends again what left the outbox days ago", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const putBack = office.backup();
  await rename(phone, ALDER, "Days ago");
  phone.clock.leap(3 * DAY);
  await phone.sync();
  await phone.idled();
  const shown = phone.replica.outbox.entries.peek().length;

  putBack();
  await quiet(phone);

  expect(shown).toBe(0);
  expect(office.values("customer", ALDER)).toEqual({ name: "Days ago" });
  expect(version(office, ALDER)).toBe(2);
});

it("[inv 38] what comes before the record that it is about goes up again when that is there", async () => {
  const phone = await synced(officeWith(1));
  const { office } = phone.wire;
  const other = await Phone.open(new Wire(office));
  await other.sync();
  const putBack = office.backup();
  const made = await phone.commands.createRecord("customer", { name: "Made by one" });
  await phone.settled();
  await other.sync();
  await rename(other, made, "Edited by the other");

  putBack();
  await quiet(other);
  const early = other.engine.syncState.value.counts.needsYou;
  await quiet(phone);
  await quiet(other);

  expect(early).toBe(1);
  expect(other.engine.syncState.value.counts.needsYou).toBe(0);
  expect(office.values("customer", made)).toEqual({ name: "Edited by the other" });
  expect(version(office, made)).toBe(2);
});

it("[inv 38] [inv 40] photos that were sent are offered again, and refused changes are not", async () => {
  const phone = await synced(officeWith(1));
  const { office } = phone.wire;
  const blob = { id: "b1", name: "p.jpg", type: "image/jpeg", size: 3, sha256: "0" };
  office.refuse = (act) => (act.kind === "create" && act.values.name === "No" ? "forbidden" : null);
  const putBack = office.backup();
  const bytes = new ArrayBuffer(3);
  await phone.commands.createRecord("customer", { name: "With" }, null, [{ ...blob, bytes }], BIRCH);
  const refused = await phone.commands.createRecord("customer", { name: "No" });
  await phone.idled();
  phone.uploaded = [];
  office.refuse = () => null;

  putBack();
  await quiet(phone);
  await phone.idled();

  expect(phone.uploaded).toEqual(["b1"]);
  expect(office.values("customer", refused)).toBeNull();
  expect(phone.engine.syncState.value.counts.needsYou).toBe(1);
});

it("[inv 36] [inv 15] what was sent is kept without what was seen, for a time, and not without bound", async () => {
  const phone = await synced(officeWith(1));
  const { storage, outbox } = phone.replica;
  await rename(phone, ALDER, "Sent");
  const [entry] = outbox.entries.peek();
  phone.clock.leap(3 * DAY);

  await forgetSettled(phone.replica, phone.clock.now());
  const kept = JSON.stringify(await readSent(storage));
  const many = Array.from(
    { length: 400 },
    (_, at) => ({ ...entry, order: 10 + at }) as typeof entry & object,
  );
  for (let round = 0; round < 20; round += 1) {
    const next = many.map((one) => ({ ...one, order: one.order + round * 400 }));
    await storage.commit("outbox.prune", await sentWrites(storage, next, phone.clock.now()), "relaxed");
  }
  const full = (await readSent(storage)).flatMap(({ changes }) => changes);
  const late = phone.clock.now() + 40 * DAY;
  const answeredAt = new Date(late).toISOString();
  const last = { ...many[0], order: 99_999, answeredAt } as (typeof many)[0];
  await storage.commit("outbox.prune", await sentWrites(storage, [last], late), "relaxed");

  expect(kept).toContain("Sent");
  expect(kept).not.toContain("Customer 1");
  expect(full.length).toBeLessThanOrEqual(MOST_SENT);
  expect(full.length).toBeGreaterThan(MOST_SENT / 2);
  expect(full.at(-1)?.order).toBe(10 + 20 * 400 - 1);
  const left = (await readSent(storage)).flatMap(({ changes }) => changes);
  expect(left.map(({ order }) => order)).toContain(99_999);
  expect(left.length).toBeLessThan(200);
});

it("[inv 4] a copied store goes on as another device, and nothing is lost or doubled", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  phone.wire.up = false;
  await rename(phone, ALDER, "Before the copy");
  const made = await phone.commands.createRecord("customer", { name: "Made before" });
  const disk: MemoryDisk = structuredClone(phone.disk);
  phone.wire.up = true;
  await quiet(phone);

  const copy = await Phone.open(new Wire(office), { disk });
  const record = (await copy.shown())[`customer/${BIRCH}`] as LocalRecord;
  await copy.commands.editRecord("customer", BIRCH, edited({}, record, "name", "In the copy"));
  await quiet(copy);
  await quiet(phone);

  expect([ALDER, BIRCH].map((id) => version(office, id))).toEqual([2, 2]);
  expect(version(office, made)).toBe(1);
  expect(copy.replica.device.peek()?.id).not.toBe(phone.replica.device.peek()?.id);
  expect(await copy.values()).toEqual(office.expected());
  expect(await phone.values()).toEqual(office.expected());
  expect(copy.engine.syncState.value.counts.needsYou).toBe(0);
});

it("[inv 4] a change that the original never sent is sent once by whichever copy comes first", async () => {
  const phone = await synced(officeWith(1));
  const { office } = phone.wire;
  phone.wire.up = false;
  await rename(phone, ALDER, "Before the copy");
  const disk: MemoryDisk = structuredClone(phone.disk);

  const copy = await Phone.open(new Wire(office), { disk });
  await quiet(copy);
  phone.wire.up = true;
  await quiet(phone);

  expect(version(office, ALDER)).toBe(2);
  expect(phone.replica.outbox.unanswered()).toEqual([]);
  expect(await phone.values()).toEqual(office.expected());
});

it("a store that was emptied begins again as another device, and says so", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  office.syncedBefore = true;

  const emptied = await Phone.open(new Wire(office));
  await quiet(emptied);

  expect(emptied.replica.device.peek()?.id).not.toBe(phone.replica.device.peek()?.id);
  expect(emptied.engine.syncState.value).toMatchObject({
    kind: "attention",
    problem: { code: "store-emptied" },
  });
  expect(await emptied.values()).toEqual(office.expected());
});

it("[inv 3] a store that kept only its outbox sends it, and numbers go on behind it", async () => {
  const phone = await synced(officeWith(1));
  const { office } = phone.wire;
  phone.wire.trouble = ({ type }) => (type === "push" ? "cut-request" : null);
  await rename(phone, ALDER, "Numbered");
  const disk: MemoryDisk = structuredClone(phone.disk);
  for (const store of ["kv", "pack", "row"] as const) disk.delete(store);

  const left = await Phone.open(new Wire(office), { disk });
  await quiet(left);
  await rename(left, ALDER, "And on");
  await quiet(left);

  expect(office.values("customer", ALDER)).toEqual({ name: "And on" });
  expect(version(office, ALDER)).toBe(3);
  expect(left.replica.outbox.unanswered()).toEqual([]);
});
