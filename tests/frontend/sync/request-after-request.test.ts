/** Requests that follow each other at once: the answers of one are kept while the next is on its way. */
import { describe, expect, it } from "vitest";
import { type FaultMode, Faults } from "../../../frontend/local/faults";
import { memoryStorage } from "../../../frontend/local/memory";
import type { OutboxEntry } from "../../../frontend/local/outbox-entry";
import type { Storage } from "../../../frontend/local/storage";
import type { Push, ReplyMessage } from "../../../frontend/protocol";
import { nextBatch } from "../../../frontend/sync/batch";
import { Office } from "./office";
import { Phone, type Trouble, Wire } from "./phone";

const LIMIT = 4;
const CHANGES = 14;

function customer(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** An office that takes few changes in a request, and writes down the bodies that it got. */
class SmallOffice extends Office {
  readonly bodies = new Map<number, Set<string>>();
  /** The numbers of each request. */
  readonly requests: number[][] = [];

  override answer(message: unknown): ReplyMessage {
    const asked = message as Push;
    if (asked.type === "push") {
      this.requests.push(asked.changes.map(({ number }) => number));
      for (const change of asked.changes) {
        const known = this.bodies.get(change.number) ?? new Set();
        this.bodies.set(change.number, known.add(JSON.stringify(change)));
      }
    }
    const reply = super.answer(message);
    return reply.type === "welcome" ? { ...reply, limits: { ...reply.limits, changes: LIMIT } } : reply;
  }

  /** Records in the order in which they were made. */
  made(): unknown[] {
    const records = [...this.records.values()].sort((a, b) => a.seq - b.seq);
    return records.map(({ values }) => values.name);
  }
}

async function away(office: SmallOffice, storage?: Storage, faults = new Faults()): Promise<Phone> {
  const phone = await Phone.open(new Wire(office), { faults, ...(storage && { storage }) });
  await phone.sync();
  phone.wire.up = false;
  return phone;
}

async function created(phone: Phone, count = CHANGES): Promise<string[]> {
  const names = Array.from({ length: count }, (_, at) => `Customer ${at}`);
  for (const [at, name] of names.entries())
    await phone.commands.createRecord("customer", { name }, null, [], customer(at));
  return names;
}

it("[SYN-05] the next changes leave with the answer, before it is on the disk", async () => {
  const office = new SmallOffice();
  const inner = memoryStorage();
  const requests: number[] = [];
  const storage: Storage = {
    ...inner,
    async commit(site, operations, durability) {
      if (site === "push.outcomes") {
        await new Promise((resolve) => setTimeout(resolve));
        requests.push(office.requests.length);
      }
      await inner.commit(site, operations, durability);
    },
  };
  const phone = await away(office, storage);
  await created(phone);

  phone.wire.up = true;
  await phone.sync();

  expect(office.requests.map((numbers) => numbers.length)).toEqual([4, 4, 4, 2]);
  expect(requests).toEqual([2, 3, 4, 4]);
  expect(phone.replica.outbox.unanswered()).toEqual([]);
});

it("a number that is given to a change moves nothing that is shown", async () => {
  const office = new SmallOffice();
  const phone = await away(office);
  await created(phone, 2);
  await phone.shown();
  const revision = phone.replica.records.revision("customer");
  const looks = new Map<string, Set<number>>();
  const stop = phone.replica.outbox.entries.subscribe(([first]) => {
    const stage = first?.outcome ? "answered" : "waiting";
    looks.set(stage, (looks.get(stage) ?? new Set()).add(revision.value));
  });

  phone.wire.up = true;
  await phone.sync();
  stop();

  expect(looks.get("waiting")?.size).toBe(1);
  expect([...(looks.get("answered") ?? [])]).not.toContain([...(looks.get("waiting") ?? [])][0]);
  expect(Object.values(await phone.shown()).map(({ progress }) => progress)).toEqual(["none", "none"]);
});

describe("whatever ends between two requests", () => {
  const modes: readonly FaultMode[] = ["fail", "fail-after", "end", "end-after"];
  const stores = modes.flatMap((mode) =>
    (["push.number", "push.outcomes"] as const).flatMap((site) =>
      [1, 2, 3, 4].map((nth) => [mode, site, nth] as const),
    ),
  );

  it.each(stores)(
    "[inv 3] [inv 4] [inv 8] %s at %s, time %i: each change counts once, in order, in the same bytes",
    async (mode, site, nth) => {
      const office = new SmallOffice();
      const faults = new Faults();
      const phone = await away(office, undefined, faults);
      const names = await created(phone);
      faults.arm(site, nth, mode);

      phone.wire.up = true;
      await phone.sync();
      const next = await phone.crash();
      await next.sync();

      expect(faults.fired).toEqual([site]);
      await expectOnce(office, next, names);
    },
  );

  const troubles: readonly Trouble[] = ["cut-request", "cut-reply", "truncate"];
  it.each(troubles.flatMap((trouble) => [1, 2, 3, 4].map((nth) => [trouble, nth] as const)))(
    "[inv 3] [inv 4] [inv 8] %s of request %i: each change counts once, in order, in the same bytes",
    async (trouble, nth) => {
      const office = new SmallOffice();
      const phone = await away(office);
      const names = await created(phone);
      let left = nth;
      phone.wire.trouble = ({ type }) => {
        if (type === "push") left -= 1;
        return type === "push" && left === 0 ? trouble : null;
      };

      phone.wire.up = true;
      await phone.sync();
      await phone.sync();

      expect(left).toBeLessThan(0);
      await expectOnce(office, phone, names);
    },
  );

  it("[inv 33] what is refused in one request holds up nothing of the next", async () => {
    const office = new SmallOffice();
    const phone = await away(office);
    const names = await created(phone);
    office.refuse = (act) => (act.kind === "create" && act.values.name === "Customer 2" ? "not-now" : null);

    phone.wire.up = true;
    await phone.sync();

    expect(office.made()).toEqual(names.filter((name) => name !== "Customer 2"));
    expect(office.requests).toHaveLength(4);
  });
});

async function expectOnce(office: SmallOffice, phone: Phone, names: readonly string[]): Promise<void> {
  expect(phone.engine.machine.value.state).toBe("idle");
  expect(phone.replica.outbox.unanswered()).toEqual([]);
  expect(office.made()).toEqual(names);
  expect([...office.records.values()].map(({ version }) => version)).toEqual(names.map(() => 1));
  expect([...office.bodies.values()].map((bodies) => bodies.size)).toEqual(names.map(() => 1));
  expect(await phone.values()).toEqual(office.expected());
}

it("[inv 8] what names the version of a record that is under way waits for the answer about it", async () => {
  const office = new SmallOffice();
  for (let at = 0; at < 3; at += 1) office.write("customer", customer(at), { name: `There ${at}` });
  const phone = await away(office);
  const edits = { name: { value: "Mine", old: "There 0", base: 1 } };
  await phone.commands.editRecord("customer", customer(0), edits);
  for (let at = 10; at < 13; at += 1)
    await phone.commands.createRecord("customer", { name: `New ${at}` }, null, [], customer(at));
  await phone.commands.deleteRecord("customer", customer(0));

  phone.wire.up = true;
  await phone.sync();

  expect(office.requests).toEqual([[1, 2, 3, 4], [5]]);
  expect(office.conflicts).toEqual([]);
  expect(office.records.get(`customer/${customer(0)}`)?.gone ?? true).toBe(true);
});

it("a request that has to wait for what is under way holds back all behind it", () => {
  const act = (kind: string, record: string) => ({ kind, entity: "customer", record, edits: {}, base: 1 });
  const entry = (kind: string, record: string, number: number | null = null) =>
    ({ id: `${kind} ${record}`, number, acts: [act(kind, record)] }) as unknown as OutboxEntry;
  const sent = [entry("set", "a", 1)];

  expect(nextBatch([entry("delete", "a"), entry("set", "b")], 10, sent)).toEqual([]);
  expect(nextBatch([entry("set", "b"), entry("delete", "a")], 10, sent)).toHaveLength(1);
  expect(nextBatch([entry("delete", "a", 2), entry("set", "b")], 10, sent)).toHaveLength(2);
});
