import { expect, it } from "vitest";
import { Commands } from "../../../frontend/local/commands";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import type { Replica } from "../../../frontend/local/replica";
import { Emitter } from "../../../frontend/shared/emitter";
import { newIds } from "../../../frontend/shared/ids";
import { Engine } from "../../../frontend/sync/engine";
import type { Leadership, Notice } from "../../../frontend/sync/leader";
import { openReplica } from "../../../frontend/sync/opening";
import { ManualClock } from "../shared/manual-clock";
import { Office } from "./office";
import { Wire } from "./phone";

const ALDER = "01900000-0000-7000-8000-000000000001";

interface Tab {
  readonly replica: Replica;
  readonly engine: Engine;
  readonly commands: Commands;
  readonly wire: Wire;
  readonly turn: (leading: boolean) => void;
}

/** Tabs of one person over one disk; the test says who leads. */
async function tabs(office: Office, count: number): Promise<Tab[]> {
  const disk: MemoryDisk = new Map();
  const locks = ownLocks();
  const lines: Emitter<Notice>[] = [];
  const all: Tab[] = [];
  for (let left = count; left > 0; left -= 1) {
    const replica = await openReplica(memoryStorage(disk), locks, "me");
    const notices = new Emitter<Notice>();
    lines.push(notices);
    let turn: (leading: boolean) => void = () => undefined;
    const leadership: Leadership = {
      notices,
      start: (told) => {
        turn = told;
      },
      post: (notice) => {
        for (const line of lines) if (line !== notices) line.emit(structuredClone(notice));
      },
      stop: () => undefined,
    };
    const wire = new Wire(office);
    const engine = new Engine({
      replica,
      connect: async () => wire,
      pages: wire,
      leadership,
      surroundings: { visible: () => true, on: () => () => undefined },
      readMetadata: async () => office.metadata,
      upload: async () => false,
      clock: new ManualClock(),
      random: () => 0.5,
      newId: newIds(),
    });
    const commands = new Commands({
      replica,
      clock: new ManualClock(),
      newId: newIds(),
      saved: () => engine.saved(),
    });
    engine.start();
    all.push({ replica, engine, commands, wire, turn: (leading) => turn(leading) });
  }
  return all;
}

/** Wait until a tab shows what is expected; a notice may be on its way. */
async function shows(tab: Tab, id: string, name: string): Promise<void> {
  await tab.replica.records.ensure("customer");
  await new Promise<void>((resolve) => {
    let stop: () => void = () => undefined;
    const look = () => {
      const record = tab.replica.records.get("customer", id);
      if (record?.values.name !== name || record.state !== "clean") return;
      queueMicrotask(() => stop());
      resolve();
    };
    stop = tab.replica.records.revision("customer").subscribe(look);
  });
}

it("[inv 30] only the leading tab speaks with the server; the others show what it brings", async () => {
  const office = new Office();
  office.write("customer", ALDER, { name: "Alder" });
  const [leader, follower] = await tabs(office, 2);
  if (!leader || !follower) throw new Error("no tabs");
  let asked = 0;
  follower.wire.trouble = () => {
    asked += 1;
    return null;
  };

  follower.turn(false);
  leader.turn(true);
  await shows(follower, ALDER, "Alder");

  expect(asked).toBe(0);
  expect(follower.engine.syncState.value.kind).toBe("upToDate");
});

it("a change saved in a following tab goes up by the leading one, exactly once", async () => {
  const office = new Office();
  office.write("customer", ALDER, { name: "Alder" });
  const [leader, follower] = await tabs(office, 2);
  if (!leader || !follower) throw new Error("no tabs");
  follower.turn(false);
  leader.turn(true);
  await shows(follower, ALDER, "Alder");

  const id = await follower.commands.createRecord("customer", { name: "Birch" });
  await shows(follower, id, "Birch");
  await shows(leader, id, "Birch");

  expect(office.records.get(`customer/${id}`)?.version).toBe(1);
  expect(office.devices.size).toBe(1);
});

it("[SYN-09] working offline in one tab is working offline in all, until it ends in any of them", async () => {
  const office = new Office();
  office.write("customer", ALDER, { name: "Alder" });
  const [leader, follower] = await tabs(office, 2);
  if (!leader || !follower) throw new Error("no tabs");
  follower.turn(false);
  leader.turn(true);
  await shows(follower, ALDER, "Alder");

  const until = "2026-11-22T05:00:00.000Z";
  await follower.engine.hold(true, until);
  const held = [leader, follower].map(({ engine, replica }) => {
    return [engine.syncState.value.kind, replica.held.value?.until];
  });
  await leader.engine.hold(false);

  expect(held).toEqual([
    ["held", until],
    ["held", until],
  ]);
  expect([leader, follower].map(({ replica }) => replica.held.value)).toEqual([null, null]);
});

it("one that leads after another has said hello goes on as the same device, with what that one left", async () => {
  const office = new Office();
  office.write("customer", ALDER, { name: "Alder" });
  const [first, second] = await tabs(office, 2);
  if (!first || !second) throw new Error("no tabs");
  first.turn(true);
  await shows(first, ALDER, "Alder");
  const known = second.replica.device.peek();
  for (let times = 0; times < 3; times += 1) await first.engine.syncNow();
  first.engine.stop();
  // What it was told of did not reach it.
  second.replica.device.value = known;

  second.turn(true);
  await shows(second, ALDER, "Alder");
  await expect.poll(() => second.engine.machine.peek().state).toBe("idle");

  expect(second.replica.device.peek()?.id).toBe(first.replica.device.peek()?.id);
  expect(office.devices.size).toBe(1);
});
