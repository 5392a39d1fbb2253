import { describe, expect, it } from "vitest";
import type { ProfileEntity } from "../../../frontend/protocol";
import { dueIn, refreshEvery } from "../../../frontend/sync/refresh";
import { profile, taken } from "../local/standings";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

const MINUTE = 60_000;
const ALDER = "01900000-0000-7000-8000-000000000001";

it.each([
  [[], null, 0],
  [[null], null, 0],
  [[30, 10], null, 10],
  [[30, null], null, 0],
  [[30], 60, 60],
  [[30], 10, 30],
  [[null], 15, 15],
])("[DAT-07] [OUT-08] intervals %j with %j chosen make %i minutes", (intervals, chosen, minutes) => {
  const entities = intervals.map((interval, at) => taken(`e${at}`, { interval }));

  expect(refreshEvery(profile(entities), chosen)).toBe(minutes * MINUTE);
});

it("a profile that an earlier version of the app has stored has no intervals", () => {
  const { interval: _, ...old } = taken("customer");

  expect(refreshEvery(profile([old as ProfileEntity]), null)).toBe(0);
});

it("a clock that went back is no reason to wait", () => {
  const at = new Date(10 * MINUTE).toISOString();

  expect(dueIn(5 * MINUTE, at, 12 * MINUTE)).toBe(3 * MINUTE);
  expect(dueIn(5 * MINUTE, at, 20 * MINUTE)).toBe(0);
  expect(dueIn(5 * MINUTE, at, 9 * MINUTE)).toBe(0);
});

async function every(minutes: number | null): Promise<Phone> {
  const office = officeWith(2);
  office.metadata = { ...office.metadata, profile: profile([taken("customer", { interval: minutes })]) };
  const phone = await synced(office);
  await phone.idled();
  office.log.length = 0;
  return phone;
}

function pulls({ wire }: Phone): number {
  return wire.office.log.filter(({ type }) => type === "pull").length;
}

async function passing(phone: Phone, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 1) {
    phone.clock.pass(MINUTE);
    await phone.idled();
  }
}

describe("how often a phone pulls", () => {
  it("[DAT-07] hints wait until the interval has passed, then one pull brings all", async () => {
    const phone = await every(10);
    phone.wire.office.write("customer", ALDER, { name: "Alder" });

    phone.wire.pushed.emit({ type: "hint", head: 3 });
    await passing(phone, 9);
    const early = pulls(phone);
    await passing(phone, 2);

    expect(early).toBe(0);
    expect(pulls(phone)).toBe(1);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("[DAT-07] without an interval a hint is followed at once", async () => {
    const phone = await every(null);

    phone.wire.pushed.emit({ type: "hint", head: 3 });
    await phone.idled();

    expect(pulls(phone)).toBe(1);
  });

  it("[OUT-08] the user may choose to be asked less often, not more", async () => {
    const phone = await every(10);
    phone.interval = 20;

    await passing(phone, 15);
    const chosen = pulls(phone);
    phone.interval = 5;
    await passing(phone, 3);

    expect(chosen).toBe(0);
    expect(pulls(phone)).toBe(1);
  });

  it("[DAT-07] a network that comes and goes does not shorten it; the user's own tap does", async () => {
    const phone = await every(60);

    phone.surroundings.emit("online");
    await phone.idled();
    const before = pulls(phone);
    await phone.sync();

    expect(phone.wire.office.log.map(({ type }) => type)).toContain("hello");
    expect(before).toBe(0);
    expect(pulls(phone)).toBe(1);
  });

  it("[DAT-07] what the user saves goes up at once all the same", async () => {
    const phone = await every(60);

    const id = await phone.commands.createRecord("customer", { name: "Birch" });
    await phone.idled();

    expect(phone.wire.office.values("customer", id)).toEqual({ name: "Birch" });
    expect((await phone.shown())[`customer/${id}`]).toMatchObject({ progress: "none" });
  });
});
