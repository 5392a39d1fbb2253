/** A phone that nobody looks at: what goes on, what stops, and what begins again when somebody does. */
import { describe, expect, it } from "vitest";
import { Refused } from "../../../frontend/sync/transport";
import { metadataAt } from "./office-replies";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

const FIR = "01900000-0000-7000-8000-0000000000f1";

async function inBackground(count = 1): Promise<Phone> {
  const phone = await synced(officeWith(count));
  await phone.idled();
  phone.visible = false;
  phone.surroundings.emit("hidden");
  return phone;
}

async function inForeground(phone: Phone): Promise<void> {
  phone.visible = true;
  phone.surroundings.emit("shown");
  await phone.settled();
}

describe("[BGS-01] while the app is minimised", () => {
  it("what was saved is sent, and what the office tells of is fetched", async () => {
    const phone = await inBackground();
    const made = await phone.commands.createRecord("customer", { name: "Birch" });
    await phone.settled();
    phone.wire.office.write("customer", FIR, { name: "Fir" });

    phone.wire.pushed.emit({ type: "hint", head: 0 });
    await phone.settled();

    expect(phone.wire.office.values("customer", made)).toEqual({ name: "Birch" });
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });
});

describe("[BGS-02] a network that goes, or a page that is frozen", () => {
  it("in the middle of a pull leaves nothing half done, and it goes on afterwards", async () => {
    const phone = await inBackground(12);
    const before = await phone.values();
    for (let at = 0; at < 4; at += 1) phone.wire.office.write("customer", FIR, { name: `Fir ${at}` });
    phone.wire.trouble = ({ type }) => (type === "pull" ? "hang" : null);
    phone.wire.pushed.emit({ type: "hint", head: 0 });
    await phone.reached("pulling");
    phone.clock.leap(3_600_000);
    const frozen = await phone.values();

    phone.wire.trouble = () => null;
    phone.surroundings.emit("offline");
    await inForeground(phone);
    await phone.reached("idle");

    expect(frozen).toEqual(before);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });
});

describe("[BGS-03] a sign-in that expires in the background", () => {
  it("stops the sync, keeps what is unsent, and asks at the next foreground", async () => {
    const phone = await inBackground();
    const problem = { code: "sign-in-required", arguments: {}, field: null, sentence: null, remedy: null };
    phone.wire.trouble = () => {
      throw new Refused(problem, "sign_in");
    };
    const made = await phone.commands.createRecord("customer", { name: "Birch" });
    await phone.reached("attention");
    phone.wire.trouble = ({ type }) => {
      if (type === "hello") throw new Refused(problem, "sign_in");
      throw new Error(`${type} was asked without a sign-in`);
    };

    await inForeground(phone);
    const asked = phone.engine.syncState.value;
    phone.wire.trouble = () => null;
    await phone.sync();

    expect(asked).toMatchObject({ kind: "attention", remedy: "sign_in", counts: { waiting: 1 } });
    expect(phone.wire.office.values("customer", made)).toEqual({ name: "Birch" });
  });
});

describe("[BGS-04] an app that is closed", () => {
  it("has all that was unsent at the next start, and sends it once", async () => {
    const before = await inBackground();
    before.wire.up = false;
    const made = await before.commands.createRecord("customer", { name: "Birch" });
    await before.settled();

    const phone = await before.crash();
    const kept = phone.replica.outbox.entries.value.length;
    phone.wire.up = true;
    await phone.sync();

    expect(kept).toBe(1);
    expect(phone.wire.office.records.get(`customer/${made}`)?.version).toBe(1);
  });
});

describe("[BGS-05] rounds by the clock", () => {
  it("begin only in the foreground, and at once when the app comes back to it", async () => {
    const phone = await inBackground();
    phone.wire.office.write("customer", FIR, { name: "Fir" });
    const asked = () => phone.wire.office.log.filter(({ type }) => type === "pull").length;
    const before = asked();
    for (let minute = 0; minute < 5; minute += 1) {
      phone.clock.pass(60_000);
      await phone.settled();
    }
    const meanwhile = asked() - before;

    await inForeground(phone);
    await phone.reached("idle");

    expect(meanwhile).toBe(0);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });
});

describe("[MET-03] a publication while nobody looks", () => {
  it("is never taken: the sync stops, asks on return, and goes on as ever once it is accepted", async () => {
    const phone = await inBackground();
    const { office } = phone.wire;
    office.metadata = metadataAt(2);
    phone.wire.pushed.emit({ type: "metadataChanged", version: 2, urgency: "soft", note: {} });
    await expect.poll(() => phone.engine.metadataPrompt.value?.version).toBe(2);
    office.write("customer", FIR, { name: "Fir" });
    phone.wire.pushed.emit({ type: "hint", head: 0 });
    await phone.settled();
    const meanwhile = [
      phone.engine.metadata.value?.metadataVersion,
      `customer/${FIR}` in (await phone.values()),
    ];

    await inForeground(phone);
    const asked = phone.engine.metadataPrompt.value;
    await phone.engine.acceptMetadata();
    await phone.settled();

    expect(meanwhile).toEqual([1, false]);
    expect(asked).toMatchObject({ version: 2, declined: false });
    expect(phone.engine.metadata.value?.metadataVersion).toBe(2);
    expect(await phone.values()).toEqual(office.expected());
  });

  it("waits for the foreground even where nobody is asked, and is taken there at once", async () => {
    const phone = await inBackground();
    const { office } = phone.wire;
    office.metadata = metadataAt(2);
    office.urgency = "silent";
    office.write("customer", FIR, { name: "Fir" });
    phone.wire.pushed.emit({ type: "metadataChanged", version: 2, urgency: "silent", note: {} });
    await phone.commands.createRecord("customer", { name: "Birch" });
    await phone.settled();
    phone.surroundings.emit("online");
    await phone.settled();
    const meanwhile = [
      phone.engine.metadata.value?.metadataVersion,
      phone.replica.outbox.unanswered().length,
      `customer/${FIR}` in (await phone.values()),
    ];

    await inForeground(phone);
    await phone.reached("idle");

    expect(meanwhile).toEqual([1, 0, false]);
    expect(phone.engine.metadata.value?.metadataVersion).toBe(2);
    expect(phone.engine.metadataPrompt.value).toBeNull();
    expect(await phone.values()).toEqual(office.expected());
  });
});
