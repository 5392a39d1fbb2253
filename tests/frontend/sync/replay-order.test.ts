/** What is sent again after a backup was put back goes up in the order made, whatever has become of it meanwhile. */
import { expect, it } from "vitest";
import { edited } from "../../../frontend/local/editing";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

const ALDER = "01900000-0000-7000-8000-000000000001";
const DAY = 24 * 3_600_000;

interface Waiting {
  readonly phone: Phone;
  readonly putBack: () => void;
}

/** A phone with a change that waits at the office, and a younger one that was applied; both lost to a backup. */
async function waiting(): Promise<Waiting> {
  const phone = await synced(officeWith(1));
  const { office } = phone.wire;
  const putBack = office.backup();
  office.refuse = (act) => (act.kind === "create" && act.values.name === undefined ? "value-required" : null);
  phone.wire.up = false;
  const parent = await phone.commands.createRecord("customer", { city: "Umeå" });
  await phone.commands.createRecord("customer", { name: "Waits", parent });
  const record = (await phone.shown())[`customer/${ALDER}`] as LocalRecord;
  await phone.commands.editRecord("customer", ALDER, edited({}, record, "name", "Younger"));
  phone.wire.up = true;
  await phone.sync();
  return { phone, putBack };
}

/** The numbers under which changes were sent last, in the order in which they were made. */
function numbers(phone: Phone): readonly (number | null)[] {
  return [...phone.replica.outbox.entries.peek()]
    .sort((a, b) => a.order - b.order)
    .map(({ number }) => number);
}

it("[inv 38] [inv 8] what waited at the office goes up before younger changes that had left the outbox", async () => {
  const { phone, putBack } = await waiting();
  phone.clock.leap(3 * DAY);
  await phone.sync();
  await phone.idled();
  const kept = numbers(phone).length;
  const { log } = phone.wire.office;
  const before = log.length;

  putBack();
  await phone.sync();

  expect(kept).toBe(2);
  expect(numbers(phone)).toEqual([1, 2, 3]);
  const pushes = log.slice(before).filter(({ type }) => type === "push");
  expect(pushes.map((push) => push.numbers)).toEqual([[1, 2, 3]]);
});

it("[inv 38] [inv 8] what waited, and whose number was taken back by a new beginning, goes up before younger changes", async () => {
  const { phone, putBack } = await waiting();
  const { office } = phone.wire;
  const device = phone.replica.device.peek()?.id ?? "";

  putBack();
  // The copy of this store has been here since.
  Object.assign(office.devices.get(device) ?? {}, { nonce: "another", previous: null, epoch: office.epoch });
  await phone.sync();

  expect(phone.replica.device.peek()?.id).not.toBe(device);
  expect(numbers(phone)).toEqual([1, 2, 3]);
});
