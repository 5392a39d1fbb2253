import { expect, it } from "vitest";
import type { Client } from "../../../frontend/rest/client";
import { ProblemError, Unreachable } from "../../../frontend/rest/errors";
import { listAtOffice, openAtOffice, tellRecents } from "../../../frontend/sync/recents";
import { diskText } from "./marked";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

const PROBLEM = { code: "forbidden", arguments: {}, field: null, sentence: null, remedy: null };

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** The office's REST: records read one by one, and what it was told. */
class Rest {
  readonly told: { readonly device: string; readonly records: readonly { readonly record: string }[] }[] = [];
  fail: Error | null = null;

  constructor(private readonly phone: Phone) {}

  readonly client = {
    call: async (method: string, path: string, { json }: { json?: unknown } = {}) => {
      const [entity = "", record] = path.replace("/api/v1/records/", "").split("?")[0]?.split("/") ?? [];
      if (method === "GET") return record ? this.#document(entity, record) : this.#list(entity);
      if (this.fail) throw this.fail;
      this.told.push(json as (typeof this.told)[number]);
      return undefined;
    },
  } as unknown as Client;

  #list(entity: string) {
    const all = [...this.phone.wire.office.records.values()].filter((one) => one.entity === entity);
    return { records: all.map(({ id: one }) => this.#document(entity, one)), total: all.length, next: null };
  }

  #document(entity: string, record: string) {
    const values = this.phone.wire.office.values(entity, record) ?? {};
    return { entity, id: record, version: 1, values, owner: null, modifiedAt: "", modifiedBy: null };
  }
}

/** A phone without any record, as one without a profile is. */
async function bare(): Promise<{ phone: Phone; rest: Rest }> {
  const office = officeWith(3);
  office.scope = () => false;
  office.readable = () => false;
  const phone = await synced(office);
  return { phone, rest: new Rest(phone) };
}

const never = new AbortController().signal;

it("[DAT-15] a record that was read at the office is told to it, and comes with the next pull", async () => {
  const { phone, rest } = await bare();
  const { office } = phone.wire;

  const read = await openAtOffice(phone.replica, rest.client, "customer", id(2));
  await tellRecents(phone.replica, rest.client, never);
  const [said] = rest.told;
  office.scope = (record) => said?.records.some((one) => one.record === record.id) ?? false;
  await phone.sync();
  phone.wire.up = false;
  const again = await phone.crash();

  expect(read.values).toEqual({ name: "Customer 2" });
  expect(said).toEqual({
    device: phone.replica.device.value?.id,
    records: [{ entity: "customer", record: id(2) }],
  });
  expect(await again.values()).toEqual({ [`customer/${id(2)}`]: { name: "Customer 2" } });
  expect(again.replica.recent.waiting.value).toEqual([]);
});

it("[DAT-15] the first page of a list stays with its age, and holds no value of its own", async () => {
  const { phone, rest } = await bare();

  await listAtOffice(phone.replica, rest.client, phone.clock, "customer", "all");
  const page = phone.replica.recent.page("customer", "all");
  const again = await phone.crash();

  expect(page).toEqual({
    entity: "customer",
    records: [1, 2, 3].map(id),
    total: 3,
    at: "2026-11-21T12:00:00.000Z",
  });
  expect(again.replica.recent.page("customer", "all")).toEqual(page);
  expect(again.replica.recent.waiting.value.map(({ record }) => record)).toEqual([1, 2, 3].map(id));
  expect(diskText(phone)).not.toContain("Customer 2");
});

it("[DAT-15] what is held needs no telling; the office is told at most fifty at a time", async () => {
  const phone = await synced(officeWith(2));
  await phone.shown();
  const rest = new Rest(phone);

  await phone.replica.recent.opened("customer", id(1));
  const none = phone.replica.recent.waiting.value;
  for (let at = 100; at < 220; at += 1) await phone.replica.recent.opened("customer", id(at));
  await tellRecents(phone.replica, rest.client, never);

  expect(none).toEqual([]);
  const told = rest.told.map(({ records }) => records.map(({ record }) => record));
  expect(told.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(told.flat()).toEqual(Array.from({ length: 120 }, (_, at) => id(100 + at)));
});

it("[DAT-15] without an answer it is told again later; a refusal ends it quietly", async () => {
  const { phone, rest } = await bare();
  await phone.replica.recent.opened("customer", id(1));
  rest.fail = new Unreachable("cut");

  await tellRecents(phone.replica, rest.client, never);
  const kept = phone.replica.recent.waiting.value.length;
  rest.fail = new ProblemError(PROBLEM, 403);
  await tellRecents(phone.replica, rest.client, never);

  expect(kept).toBe(1);
  expect(phone.replica.recent.waiting.value).toEqual([]);
});

it("[DAT-15] idle, the phone tells what was opened by itself", async () => {
  const { phone } = await bare();
  await phone.replica.recent.opened("customer", id(1));

  await phone.sync();
  await phone.idled();

  expect(phone.remembered).toEqual([{ entity: "customer", record: id(1) }]);
});
