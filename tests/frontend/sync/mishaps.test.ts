import { expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import { Faults } from "../../../frontend/local/faults";
import { metadataAt } from "./office-replies";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const ALDER = "01900000-0000-7000-8000-000000000001";

it("[MET-02] declining new metadata keeps the old one, and work goes on", async () => {
  const phone = await synced(officeWith(1));
  phone.wire.office.metadata = { ...phone.wire.office.metadata, metadataVersion: 2 };
  await phone.sync();
  const offered = phone.engine.metadataPrompt.value;

  await phone.engine.declineMetadata();
  const id = await phone.commands.createRecord("customer", { name: "Fir" });
  await phone.settled();
  await phone.sync();
  const kept = phone.engine.metadata.value?.metadataVersion;
  const reminder = phone.engine.metadataPrompt.value;
  await phone.engine.acceptMetadata();
  await phone.settled();

  expect(offered).toMatchObject({ version: 2, note: { en: "A new field" }, declined: false });
  expect(kept).toBe(1);
  expect(reminder).toMatchObject({ version: 2, declined: true });
  expect(phone.wire.office.values("customer", id)).toEqual({ name: "Fir" });
  expect(phone.engine.metadata.value?.metadataVersion).toBe(2);
  expect(phone.engine.metadataPrompt.value).toBeNull();
});

it("[MET-01] says by which metadata it works with the first hello, so that it is told of the next one", async () => {
  const phone = await synced(officeWith(1));

  const hellos = phone.wire.office.log.filter(({ type }) => type === "hello");

  expect(hellos.map(({ metadataVersion }) => metadataVersion)).toEqual([1]);
  expect(phone.replica.metadata.value?.metadataVersion).toBe(1);
});

it("[MET-01] says hello again when what it had read ahead is not what is published", async () => {
  const phone = await Phone.open(new Wire(officeWith(1)));
  const { office } = phone.wire;
  phone.wire.trouble = ({ type }) => {
    // Published between reading and the hello.
    if (type === "hello" && office.metadata.metadataVersion === 1) office.metadata = metadataAt(2);
    return null;
  };

  await phone.sync();

  const hellos = office.log.filter(({ type }) => type === "hello");
  expect(hellos.map(({ metadataVersion }) => metadataVersion)).toEqual([1, 2]);
  expect(phone.replica.metadata.value?.metadataVersion).toBe(2);
});

it("a phone whose version is refused keeps no metadata", async () => {
  const office = officeWith(1);
  office.refuseHello = { code: "protocol-too-old", remedy: "update" };

  const phone = await synced(office);

  expect(phone.engine.machine.value).toMatchObject({ state: "attention", remedy: "update" });
  expect(phone.replica.metadata.value).toBeNull();
});

it("goes on as a new device with every change that has no answer", async () => {
  const phone = await synced(officeWith(2));
  phone.wire.up = false;
  const id = await phone.commands.createRecord("customer", { name: "Gum" });
  await phone.reached("offline");
  const before = phone.replica.device.value?.id;
  const office = phone.wire.office;
  const device = office.devices.get(before ?? "");
  if (device) Object.assign(device, { nonce: "another", previous: "another" });

  phone.wire.up = true;
  await phone.sync();

  expect(phone.replica.device.value?.id).not.toBe(before);
  expect(office.values("customer", id)).toEqual({ name: "Gum" });
  expect(await phone.values()).toEqual(office.expected());
});

it("reading and capturing go on when the session has ended", async () => {
  const phone = await synced(officeWith(2));
  phone.wire.office.refuseHello = { code: "sign-in-required", remedy: "sign_in" };

  await phone.sync();
  await phone.commands.createRecord("customer", { name: "Hazel" });

  expect(phone.engine.syncState.value).toMatchObject({
    kind: "attention",
    remedy: "sign_in",
    counts: { waiting: 1 },
  });
  expect(Object.keys(await phone.values())).toHaveLength(3);
});

it("says loudly that the browser emptied the store", async () => {
  const office = officeWith(2);
  office.syncedBefore = true;

  const phone = await synced(office);
  const told = phone.engine.syncState.value;
  await phone.engine.acknowledgeLoss();

  expect(told).toMatchObject({ kind: "attention", problem: { code: "store-emptied" } });
  expect(phone.engine.syncState.value.kind).toBe("upToDate");
  expect(await phone.values()).toEqual(office.expected());
});

it("a tap is answered within three seconds though nothing answers", async () => {
  const phone = await synced(officeWith(1));
  phone.wire.trouble = () => "hang";

  const answer = phone.engine.syncNow();
  phone.clock.pass(3_000);

  expect((await answer).kind).toBe("offline");
});

it("a photo goes up after its change", async () => {
  const phone = await synced(officeWith(1));
  phone.wire.up = false;
  const blob = {
    id: "01900000-0000-7000-8000-0000000000aa",
    name: "a.jpg",
    type: "image/jpeg",
    size: 3,
    sha256: "00",
  };
  await phone.commands.createRecord("customer", { name: "Ivy" }, null, [
    { ...blob, bytes: new ArrayBuffer(3) },
  ]);
  const before = phone.replica.blobs.queue();

  phone.wire.up = true;
  await phone.sync();
  await new Promise((resolve) => setTimeout(resolve));

  expect(before).toEqual([]);
  expect(phone.uploaded).toEqual([blob.id]);
  expect(phone.replica.blobs.onTheirWay.value.size).toBe(0);
});

it("a new copy under other rights leaves nothing of the old one, not even in what waits", async () => {
  const phone = await synced(officeWith(4));
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Typed by me"));
  await phone.reached("offline");
  const { office } = phone.wire;
  office.scope = ({ id }) => id !== ALDER;
  office.refuse = (act) => (act.record === ALDER ? "forbidden" : null);
  for (const device of office.devices.values()) device.held.clear();

  phone.wire.up = true;
  await phone.sync();

  const disk = JSON.stringify([...phone.disk].map(([store, values]) => [store, [...values]]));
  expect(office.log.filter(({ type }) => type === "snapshot").length).toBeGreaterThan(2);
  expect(disk).not.toContain("Customer 1");
  expect(disk).toContain("Typed by me");
});

it("[OUT-07] [inv 33] what only comes down by now is refused, kept with its reason, and taken when it may go up", async () => {
  const phone = await synced(officeWith(2));
  const { office } = phone.wire;
  const record = (await phone.shown())[`customer/${ALDER}`];
  if (!record) throw new Error("not here");
  phone.wire.up = false;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Typed by me"));
  office.refuse = (act) => (act.kind === "set" ? "down-only" : null);
  phone.wire.up = true;
  await phone.sync();

  const again = await phone.crash();
  const [kept] = again.replica.outbox.entries.value;
  const state = again.engine.syncState.value;
  office.refuse = () => null;
  await again.sync();
  const untouched = office.values("customer", ALDER);
  await again.commands.resubmitChange(kept?.id ?? "");
  await again.sync();

  expect(kept?.outcome).toMatchObject({ status: "rejected", problem: { code: "down-only" } });
  expect(kept?.acts).toMatchObject([{ kind: "set", edits: { name: { value: "Typed by me" } } }]);
  expect(state.counts).toMatchObject({ waiting: 0, needsYou: 1 });
  expect(untouched).toEqual({ name: "Customer 1" });
  expect(office.values("customer", ALDER)).toEqual({ name: "Typed by me" });
});

it("a large delta is staged, survives a crash half-way, and shows at once", async () => {
  const office = officeWith(5);
  const first = await synced(office);
  office.deltaRows = 700;
  for (let at = 10; at < 2_600; at += 1) {
    office.write("customer", `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`, {
      name: `Many ${at}`,
    });
  }
  const faults = new Faults();
  faults.arm("journal.step", 2, "end");
  const second = await first.crash(faults);
  await second.sync();

  const third = await second.crash();
  const opened = await third.values();
  await third.sync();

  expect(faults.fired).toEqual(["journal.step"]);
  expect(opened).toEqual(office.expected());
  expect(await third.values()).toEqual(office.expected());
});
