import { describe, expect, it } from "vitest";
import xxhash from "xxhash-wasm";
import type { Pack } from "../../../frontend/local/database";
import { pack, unpack } from "../../../frontend/local/packs";
import type { Row } from "../../../frontend/protocol";
import { newIds } from "../../../frontend/shared/ids";
import { Checking } from "../../../frontend/sync/checking";
import { alone } from "../../../frontend/sync/leader";
import { checkDue, type Facts } from "../../../frontend/sync/verify-due";
import { BUCKETS, bucketOf, maskOf, Sums } from "../../../frontend/sync/verify-sums";
import VECTORS from "../../vectors/verify.json";
import { answersChecks, type Checks } from "./checks";
import type { Office } from "./office";
import { disagreement } from "./office-replies";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const { h64 } = await xxhash();
const digest = (text: string) => h64(text);
const id = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;

interface Setting {
  readonly office: Office;
  readonly phone: Phone;
  readonly checks: Checks;
}

async function checked(count: number, entities?: readonly string[]): Promise<Setting> {
  const office = officeWith(count);
  if (entities) office.entities = [...entities];
  const checks = answersChecks(office, digest);
  const phone = await Phone.open(new Wire(office), { checks: true });
  await phone.sync();
  return { office, phone, checks };
}

/** Press the button and wait until what comes of it is known. */
async function press({ phone }: Setting): Promise<void> {
  const before = phone.replica.checked.peek();
  const done = new Promise<void>((resolve) => {
    const stop = phone.replica.checked.subscribe((now) => {
      if (now === before) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
  phone.engine.checks.ask();
  await done;
  await phone.idled();
}

/** Change a row in the store behind everybody's back, wherever it lies; null takes it out. */
function damage(phone: Phone, record: string, change: (row: Row) => Row | null): void {
  const packs = phone.disk.get("pack") ?? new Map<string, unknown>();
  for (const [key, value] of [...packs]) {
    const rows = unpack(value as Pack);
    if (!rows.some((row) => row[0] === record)) continue;
    const kept = rows.map((row) => (row[0] === record ? change(row) : row)).filter((row) => row !== null);
    packs.delete(key);
    for (const one of pack(kept)) packs.set(key.slice(0, key.indexOf("/") + 1) + one.first, one);
    return;
  }
  throw new Error(`${record} is in no pack`);
}

function stored(phone: Phone): Row[] {
  const packs = [...(phone.disk.get("pack") ?? new Map<string, unknown>()).values()];
  const rows = [...(phone.disk.get("row") ?? new Map<string, unknown>()).values()] as Row[];
  const all = new Map(packs.flatMap((one) => unpack(one as Pack)).map((row) => [row[0], row]));
  for (const row of rows) all.set(row[0], row);
  return [...all.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

it.each(VECTORS.cases)("[BEY-21] [inv 28] both ends compute the same sums: $name", ({ records, sums }) => {
  const counted = new Sums(digest);

  for (const [record, version, fields] of records as [string, number, string[]][]) {
    counted.add(record, version, maskOf(Object.fromEntries(fields.map((field) => [field, 1]))));
  }

  const all = Array.from({ length: BUCKETS }, (_, at) => [at, counted.text.slice(at * 16, at * 16 + 16)]);
  const some = all.filter(([, sum]) => sum !== "" && sum !== "0".repeat(16));
  expect(Object.fromEntries(some)).toEqual(sums);
});

it("[BEY-21] [inv 28] a phone that holds its scope sends sums and no id", async () => {
  const setting = await checked(30);

  await press(setting);

  expect(setting.checks.heard.map(({ type }) => type)).toEqual(["verify"]);
  expect(JSON.stringify(setting.checks.heard)).not.toContain(id(7));
  expect(setting.phone.replica.checked.peek()).toMatchObject({ records: 30, mended: 0, whole: true });
});

it.each([
  ["a record is missing", () => null],
  ["a record is old", ([record, version]: Row): Row => [record, version - 1, { name: "Old" }]],
  ["a record has a field too many", ([a, b, values]: Row): Row => [a, b, { ...values, secret: "x" }]],
  ["a record lacks a field", ([a, b]: Row): Row => [a, b, {}]],
] as const)("[BEY-21] [inv 28] what is wrong in the store is mended: %s", async (_, change) => {
  const setting = await checked(30);
  const { phone, office } = setting;
  const shown = await phone.values();
  damage(phone, id(7), change);

  await press(setting);

  expect(phone.replica.checked.peek()).toMatchObject({ mended: 1, whole: true });
  expect(stored(phone)).toEqual(office.rows("customer"));
  expect(JSON.stringify([...(phone.disk.get("pack") ?? [])])).not.toContain("secret");
  expect(await phone.values()).toEqual(shown);
  expect(await (await phone.crash()).values()).toEqual(office.expected());
});

it("[BEY-21] [CON-02] what others disagree on stays with a record that is mended", async () => {
  const setting = await checked(30);
  const { phone, office } = setting;
  const record = office.records.get(`customer/${id(7)}`);
  if (!record) throw new Error("not here");
  office.head += 1;
  const row = disagreement(record, "name", "Old", "Bo's");
  office.conflicts.push({ ...row, mineBy: "bo", id: id(101), change: id(102), seq: office.head });
  await phone.sync();
  damage(phone, id(7), () => null);

  await press(setting);

  expect(phone.replica.checked.peek()).toMatchObject({ mended: 1, whole: true });
  expect(phone.replica.conflicts.open.peek().map(({ mine }) => mine)).toEqual([{ name: "Bo's" }]);
});

it("[BEY-21] a record that should not be here goes from every store", async () => {
  const setting = await checked(30);
  const { phone, office } = setting;
  damage(phone, id(7), ([, version]) => [id(99), version, { name: "Nobody's" }]);
  office.write("customer", id(7), { name: "Seven" });

  await press(setting);

  expect(stored(phone)).toEqual(office.rows("customer"));
  expect(JSON.stringify([...phone.disk.values()].map((store) => [...store]))).not.toContain("Nobody's");
});

it("[BEY-21] what does not fit into one reply comes with the next, and no message is too long", async () => {
  const setting = await checked(5_000);
  const { phone, office, checks } = setting;
  checks.most = 700;
  (phone.disk.get("pack") ?? new Map()).clear();

  await press(setting);

  expect(phone.replica.checked.peek()).toMatchObject({ mended: 5_000, whole: true });
  expect(stored(phone)).toHaveLength(5_000);
  expect(await phone.values()).toEqual(office.expected());
});

it("[BEY-21] with everything wrong each message speaks of two thousand records at most", async () => {
  const setting = await checked(5_000);
  setting.office.rows = () => [];

  await press(setting);

  const mends = setting.checks.heard.flatMap((one) => (one.type === "mend" ? [one.records.length] : []));
  expect(mends.reduce((sum, one) => sum + one, 0)).toBe(5_000);
  expect(Math.max(...mends)).toBeLessThanOrEqual(2_000);
});

it("[BEY-21] a phone that has to pull first pulls and checks again", async () => {
  const setting = await checked(10);
  const { log } = setting.office;
  setting.checks.behind = 1;
  const before = log.length;

  await press(setting);

  const said = log.slice(before).map(({ type }) => type);
  expect(said).toEqual(["hello", "pull", "verify", "pull", "verify"]);
  expect(setting.phone.replica.checked.peek()).toMatchObject({ records: 10, mended: 0, whole: true });
});

it("[BEY-21] an office that knows of no checks stops nothing", async () => {
  const office = officeWith(5);
  const phone = await Phone.open(new Wire(office), { checks: true });
  await phone.sync();

  await press({ office, phone, checks: { heard: [], most: 0, behind: 0 } });

  expect(phone.replica.checked.peek()).toMatchObject({ whole: false });
  expect(phone.engine.syncState.peek().kind).toBe("upToDate");
});

it("[BEY-21] a network that goes in the middle leaves the check for later", async () => {
  const setting = await checked(30);
  const { phone } = setting;
  damage(phone, id(7), () => null);
  phone.wire.trouble = ({ type }) => (type === "mend" ? "cut-reply" : null);
  phone.engine.checks.ask();
  await phone.reached("offline");
  phone.wire.trouble = () => null;

  await phone.sync();

  expect(phone.replica.checked.peek()).toMatchObject({ mended: 1, whole: true });
});

it("[BEY-21] fewer records than the office counts are suspicious", async () => {
  const setting = await checked(30);
  damage(setting.phone, id(7), () => null);
  const again = await Phone.open(setting.phone.wire, { disk: setting.phone.disk, checks: true });
  await again.values();

  await again.sync();

  expect(setting.checks.heard[0]).toMatchObject({ type: "verify", why: "suspicion" });
  expect(await again.values()).toEqual(setting.office.expected());
});

it("[BEY-21] a check that another tab asks for is made by the tab that leads", async () => {
  const leadership = alone();
  const { phone } = await checked(1);
  let reached = 0;
  const ports = { replica: phone.replica, leadership, clock: phone.clock, newId: newIds() };
  new Checking(ports, () => (reached += 1));

  leadership.notices.emit({ kind: "sync" });
  leadership.notices.emit({ kind: "check" });

  expect(reached).toBe(1);
});

describe("[SYN-08] what is refreshed alone", () => {
  /** A phone with two entities, and something wrong in the store that no delta would bring. */
  async function wrong(): Promise<Setting & { readonly near: string }> {
    const setting = await checked(300, ["customer", "sales_order"]);
    setting.office.write("sales_order", id(1_001), { name: "Order" });
    await setting.phone.sync();
    await setting.phone.idled();
    damage(setting.phone, id(7), ([record, version]) => [record, version - 1, { name: "Old" }]);
    const near = Array.from({ length: 299 }, (_, at) => id(at + 1)).find(
      (one) => one !== id(7) && bucketOf(one) !== bucketOf(id(7)),
    );
    if (!near) throw new Error("all in one bucket");
    damage(setting.phone, near, ([record, version]) => [record, version - 1, { name: "Old too" }]);
    return { ...setting, near };
  }

  const nameOf = async (phone: Phone, record: string) =>
    (await (await phone.crash()).values())[`customer/${record}`];

  it("one record: what is wrong with it is mended, and nothing is said of the others", async () => {
    const { phone, checks, near, office } = await wrong();

    await phone.engine.checks.refresh({ entity: "customer", record: id(7) });

    const [verify, mend] = checks.heard;
    expect(verify).toMatchObject({ type: "verify", why: "asked", entities: [{ entity: "customer" }] });
    expect(mend).toMatchObject({ type: "mend", buckets: [bucketOf(id(7))] });
    expect(checks.heard).toHaveLength(2);
    expect(await nameOf(phone, id(7))).toEqual(office.values("customer", id(7)));
    expect(await nameOf(phone, near)).toEqual({ name: "Old too" });
  });

  it("one entity: all of it, and no other", async () => {
    const { phone, checks, near, office } = await wrong();

    await phone.engine.checks.refresh({ entity: "customer" });

    const asked = checks.heard.flatMap((one) =>
      one.type === "verify" ? one.entities.map(({ entity }) => entity) : one.entity,
    );
    expect(new Set(asked)).toEqual(new Set(["customer"]));
    expect(await nameOf(phone, near)).toEqual(office.values("customer", near));
  });

  it("what is new comes with it, whatever interval the user has chosen", async () => {
    const { phone, office } = await wrong();
    phone.interval = Number.POSITIVE_INFINITY;
    office.write("customer", id(9), { name: "Nine" });

    await phone.engine.checks.refresh({ entity: "customer", record: id(9) });

    expect(await nameOf(phone, id(9))).toEqual({ name: "Nine" });
  });

  it("waits for the network, and is done when that is back", async () => {
    const { phone, office } = await wrong();
    phone.wire.up = false;
    let done = false;
    const asked = phone.engine.checks.refresh({ entity: "customer", record: id(7) });
    asked.then(() => (done = true));
    await phone.settled();
    const before = done;

    phone.wire.up = true;
    await phone.sync();
    await asked;

    expect(before).toBe(false);
    expect(await nameOf(phone, id(7))).toEqual(office.values("customer", id(7)));
  });

  it("is done by the tab that leads, and told to the one that asked", async () => {
    const leadership = alone();
    const { phone } = await checked(1);
    const ports = { replica: phone.replica, leadership, clock: phone.clock, newId: newIds() };
    const part = { entity: "customer", record: id(1) };
    let reached = 0;
    const asking = new Checking(ports, () => (reached += 1)).refresh(part);

    leadership.notices.emit({ kind: "refreshed", part: { entity: "customer" } });
    leadership.notices.emit({ kind: "refreshed", part });
    await asking;

    expect(reached).toBe(1);
  });
});

const WEEK = 604_800_000;
const NOW = Date.parse("2026-11-22T10:00:00.000Z");
const ago = (time: number) => new Date(NOW - time).toISOString();
const QUIET: Facts = {
  asked: false,
  device: null,
  checked: { at: ago(WEEK / 2), records: 1, mended: 0, whole: true },
  before: ago(60_000),
  doubtful: false,
  now: NOW,
};

it.each<[string, Partial<Facts>, string | null]>([
  ["all is well", {}, null],
  ["somebody asks", { asked: true }, "asked"],
  ["a week has passed", { checked: { at: ago(WEEK), records: 1, mended: 0, whole: true } }, "week"],
  [
    "the last one did not end",
    { checked: { at: ago(WEEK / 3), records: 0, mended: 0, whole: false } },
    "week",
  ],
  [
    "the last one was just now",
    { doubtful: true, checked: { at: ago(6_000), records: 1, mended: 0, whole: true } },
    null,
  ],
  ["it was away for long", { before: ago(2 * WEEK) }, "absence"],
  ["what is here is too little", { doubtful: true }, "suspicion"],
  ["nothing was ever checked and the device is new", { checked: null, device: device(NOW - 1_000) }, null],
  ["nothing was ever checked and the device is old", { checked: null, device: device(NOW - WEEK) }, "week"],
])("[BEY-21] whether a check is due: %s", (_, facts, why) => {
  expect(checkDue({ ...QUIET, ...facts })).toBe(why);
});

function device(made: number): NonNullable<Facts["device"]> {
  const stamp = made.toString(16).padStart(12, "0");
  const name = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-8000-000000000000`;
  return { id: name, nonce: null, nextNonce: null, nextNumber: 1, epoch: null, renewed: false };
}
