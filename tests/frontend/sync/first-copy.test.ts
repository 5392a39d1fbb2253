/** How far a whole copy is: in records and in size, through cuts and restarts. */
import { describe, expect, it } from "vitest";
import type { Progress } from "../../../frontend/sync/status";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const RECORDS = 12;

/** Note every step that the interface is told of. */
function watched(phone: Phone): Progress[] {
  const steps: Progress[] = [];
  phone.engine.syncState.subscribe(({ progress }) => {
    if (progress && progress !== steps.at(-1)) steps.push(progress);
  });
  return steps;
}

/** Cut the network at the answer to one page after so many. */
function cutAfter(phone: Phone, pages: number): void {
  let fetched = 0;
  phone.wire.trouble = ({ type }) => {
    if (type === "snapshot") fetched += 1;
    return type === "snapshot" && fetched > pages ? "cut-reply" : null;
  };
}

const state = (phone: Phone) => phone.engine.syncState.peek();
const rises = (steps: readonly Progress[], by: (step: Progress) => number) =>
  steps.every((step, at) => at === 0 || by(step) >= by(steps[at - 1] as Progress));

describe("[SYN-02] a whole copy", () => {
  it("is counted in records and in size while it comes", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    const steps = watched(phone);

    await phone.sync();

    const last = steps.at(-1);
    expect(steps[0]).toEqual({ received: 0, total: RECORDS, bytes: 0 });
    expect(last).toMatchObject({ received: RECORDS, total: RECORDS });
    const packs = [...(phone.disk.get("pack")?.values() ?? [])] as { body: string }[];
    const stored = packs.reduce((sum, { body }) => sum + body.length - "[]".length, 0);
    expect(last?.bytes).toBe(stored);
    expect(rises(steps, ({ received }) => received) && rises(steps, ({ bytes }) => bytes)).toBe(true);
    expect(state(phone).progress).toBeNull();
  });

  it("goes on where it was when it was cut, and says how far that is while there is no network", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    cutAfter(phone, 3);
    await phone.sync();
    const cut = state(phone);
    const steps = watched(phone);
    let asked = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot") asked += 1;
      return null;
    };

    await phone.sync();

    expect(cut.kind).toBe("offline");
    expect(cut.progress?.received).toBeGreaterThan(0);
    expect(cut.progress?.bytes).toBeGreaterThan(0);
    expect(steps[0]).toEqual(cut.progress);
    expect(rises(steps, ({ received }) => received)).toBe(true);
    expect(steps.at(-1)).toMatchObject({ received: RECORDS, total: RECORDS });
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(RECORDS);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("is as far after the app was killed as it was before, with no network too", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    cutAfter(phone, 3);
    await phone.sync();
    const before = state(phone).progress;
    phone.wire.up = false;

    const again = await phone.crash();
    await again.sync();
    await expect.poll(() => state(again).progress).toEqual(before);
    const steps = watched(again);
    again.wire.up = true;
    again.wire.trouble = () => null;
    await again.sync();

    expect(before?.received).toBeGreaterThan(0);
    expect(rises(steps, ({ received }) => received)).toBe(true);
    expect(await again.values()).toEqual(again.wire.office.expected());
  });

  it("of a phone that was away for too long is told like the first, with the old one in view", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    await phone.sync();
    const { office } = phone.wire;
    for (const device of office.devices.values()) device.held.clear();
    office.write("customer", "01900000-0000-7000-8000-000000000099", { name: "New" });
    cutAfter(phone, 3);

    await phone.sync();

    const cut = state(phone);
    expect(cut.progress).toMatchObject({ total: RECORDS + 1 });
    expect(cut.progress?.received).toBeGreaterThan(0);
    expect(phone.replica.checkpoint.peek()).not.toBeNull();
    expect(Object.keys(await phone.shown())).toHaveLength(RECORDS);
    phone.wire.trouble = () => null;
    await phone.sync();
    expect(state(phone).progress).toBeNull();
    expect(await phone.values()).toEqual(office.expected());
  });
});

describe("[SYN-01] [SYN-02] a phone that was away for weeks", () => {
  const WEEKS = 15 * 86_400_000;

  it("asks before what has changed comes, shows what it has, and brings it once that is wanted", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    await phone.sync();
    const since = phone.replica.checkpoint.peek()?.at;
    const { office } = phone.wire;
    office.write("customer", "01900000-0000-7000-8000-000000000099", { name: "New" });
    phone.clock.leap(WEEKS);
    phone.wanted = () => false;

    await phone.sync();
    const offered = state(phone);
    const meanwhile = Object.keys(await phone.shown());
    phone.wanted = () => true;
    await phone.sync();

    expect(offered).toMatchObject({ kind: "offered", offer: { records: RECORDS, since } });
    expect(meanwhile).toHaveLength(RECORDS);
    expect(state(phone)).toMatchObject({ kind: "upToDate", offer: null });
    expect(await phone.values()).toEqual(office.expected());
  });

  it("tells how much has come of it, and counts on from there when it was killed in the middle", async () => {
    const phone = await Phone.open(new Wire(officeWith(RECORDS)));
    await phone.sync();
    const { office } = phone.wire;
    office.pageRows = 1_000;
    for (let at = 1; at <= 4_500; at += 1) {
      const id = `01900000-0000-7000-8000-${String(1_000 + at).padStart(12, "0")}`;
      office.write("customer", id, { name: `New ${at}` });
    }
    phone.clock.leap(WEEKS);
    let pages = 0;
    phone.wire.trouble = ({ type }) => {
      pages += type === "pull" ? 1 : 0;
      return type === "pull" && pages > 3 ? "cut-reply" : null;
    };
    await phone.sync();
    const cut = state(phone).progress;
    const before = Object.keys(await phone.shown());

    const again = await phone.crash();
    again.wire.trouble = () => null;
    const steps = watched(again);
    await again.sync();

    expect(cut).toEqual({ received: 3_000, total: null, bytes: 0 });
    expect(before).toHaveLength(RECORDS);
    expect(steps.map(({ received }) => received)).toEqual([4_000, 4_500]);
    expect(await again.values()).toEqual(office.expected());
  });
});
