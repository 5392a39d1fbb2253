import { describe, expect, it } from "vitest";
import { Faults } from "../../../frontend/local/faults";
import { ownLocks } from "../../../frontend/local/locks";
import { memoryStorage } from "../../../frontend/local/memory";
import type { Replica } from "../../../frontend/local/replica";
import { openReplica } from "../../../frontend/sync/opening";
import { pullOnce } from "../../../frontend/sync/pull";
import type { Office } from "./office";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const MANY = 5_000;

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** A phone whose store has just failed in the middle of a delta too large for one commit. */
async function brokenOff(site: "journal.step" | "journal.finish" = "journal.step"): Promise<Phone> {
  const office = officeWith(10);
  const faults = new Faults();
  const phone = await Phone.open(new Wire(office), { faults });
  await phone.sync();
  office.deltaRows = 700;
  for (let at = 100; at < 100 + MANY; at += 1) office.write("customer", id(at), { name: `Many ${at}` });
  faults.arm(site, site === "journal.step" ? 2 : 1, "fail");
  // What comes next is up to the test, not to the engine's next try.
  phone.engine.stop();
  await expect(pull(phone, phone.replica)).rejects.toThrow();
  expect(faults.fired).toEqual([site]);
  return phone;
}

function pull(phone: Phone, replica: Replica): Promise<unknown> {
  const { wire, clock } = phone;
  const signal = AbortSignal.timeout(5_000);
  return pullOnce({ replica, transport: wire, pages: wire, clock, signal, progress: () => undefined });
}

async function expectOneCheckpoint(replica: Replica, phone: Phone): Promise<void> {
  const table = await replica.tables.ensure("customer");
  const { head } = replica.checkpoint.peek() ?? { head: 0 };
  expect(head).toBe(phone.wire.office.head);
  expect(table.records.size).toBe(10 + MANY);
}

describe("an apply that is left half done while a page lives on", () => {
  it.each(["journal.step", "journal.finish"] as const)(
    "[inv 11] after a failure at %s a table that is first read then shows one checkpoint",
    async (site) => {
      const phone = await brokenOff(site);

      await expectOneCheckpoint(phone.replica, phone);
    },
  );

  it("[inv 11] reading all anew, as for a notice of another tab, shows one checkpoint", async () => {
    const phone = await brokenOff();

    await phone.replica.reload();

    await expectOneCheckpoint(phone.replica, phone);
  });

  it("[inv 11] another tab that was open before shows one checkpoint", async () => {
    const office = officeWith(10);
    const faults = new Faults();
    const disk = new Map();
    const locks = ownLocks();
    const phone = await Phone.open(new Wire(office), { disk });
    await phone.sync();
    phone.engine.stop();
    const dying = await openReplica(faults.wrap(memoryStorage(disk)), locks, "me");
    const living = await openReplica(memoryStorage(disk), locks, "me");
    office.deltaRows = 700;
    for (let at = 100; at < 100 + MANY; at += 1) office.write("customer", id(at), { name: `Many ${at}` });
    faults.arm("journal.step", 2, "end-after");
    await expect(pull(phone, dying)).rejects.toThrow();

    await expectOneCheckpoint(living, phone);
  });

  it("[inv 10] the next pull finishes it first, for its pages are partly gone from the staging", async () => {
    const phone = await brokenOff();
    phone.wire.office.write("customer", id(100), { name: "Again" });

    await pull(phone, phone.replica);

    await expectOneCheckpoint(phone.replica, phone);
    expect((await phone.values())[`customer/${id(100)}`]).toEqual({ name: "Again" });
  });

  it.each([
    ["puts back a backup", (office: Office) => office.backup()()],
    ["takes the device for a copy", (office: Office) => becomeAnother(office)],
  ])("[inv 11] is finished before its pages are dropped for an office that %s", async (_, befall) => {
    const phone = await brokenOff();
    befall(phone.wire.office);
    phone.wire.trouble = ({ type }) => (type === "pull" ? "cut-request" : null);

    await phone.sync();
    phone.wire.up = false;
    const again = await phone.crash();

    await expectOneCheckpoint(again.replica, again);
  });
});

function becomeAnother(office: Office): void {
  for (const device of office.devices.values()) Object.assign(device, { nonce: "another's", previous: null });
}

it("[inv 10] [inv 11] a copy that came as the store failed is not written over by the next one", async () => {
  const faults = new Faults();
  const phone = await Phone.open(new Wire(officeWith(10)), { faults });
  faults.arm("reload.state", 1, "fail");
  // It is on the disk, and memory does not know of it.
  await phone.sync();
  expect([faults.fired, phone.replica.checkpoint.peek()]).toEqual([["reload.state"], null]);

  phone.wire.trouble = ({ type }) => (type === "snapshot" ? "cut-reply" : null);
  await phone.sync();
  phone.wire.up = false;
  const again = await phone.crash();

  expect(await again.values()).toEqual(phone.wire.office.expected());
});
