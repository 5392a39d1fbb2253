import { describe, expect, it } from "vitest";
import { KV, type Pack, packPrefix } from "../../../frontend/local/database";
import { pack, packLines, rowLines, unpack } from "../../../frontend/local/packs";
import { put, Stale } from "../../../frontend/local/storage";
import type { Row } from "../../../frontend/protocol";
import { Client } from "../../../frontend/rest/client";
import { HttpChannel } from "../../../frontend/sync/http";
import { readLines } from "../../../frontend/sync/replies";
import { type BegunPlan, fetchSnapshot } from "../../../frontend/sync/snapshot";
import { Disconnected, Refused, type SnapshotAsk } from "../../../frontend/sync/transport";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const ASK: SnapshotAsk = {
  type: "snapshot",
  device: "d",
  plan: "p",
  entity: "customer",
  after: "",
  until: "",
};
const WAITING = { deadline: 1_000 };

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** Values that look like the text around them, each in its own way. */
const ROWS: Row[] = [
  [id(1), 1, { note: 'first line\nsecond ]},\n["x",' }],
  [id(2), 12, { name: 'quoted "]}" and \\', list: [["a"], [{ b: "]}" }]] }],
  [id(3), 3, { name: "å – \u2028 end" }],
];

/** A page as the server writes it: each row on a line of its own. */
function lined(rows: readonly Row[]): string {
  return `{"id":1,"type":"rows","entity":"customer","rows":[\n${rowLines(rows)}\n]}`;
}

describe("a page of a first copy", () => {
  it("gives its rows as they came, whatever their values look like", () => {
    const lines = readLines(ASK, 1, lined(ROWS));

    expect(packLines(lines).flatMap(unpack)).toEqual(ROWS);
    expect(lines).toBe(rowLines(ROWS));
  });

  it.each([
    ["in one line", JSON.stringify({ id: 1, type: "rows", entity: "customer", rows: ROWS })],
    ["indented", JSON.stringify({ id: 1, type: "rows", entity: "customer", rows: ROWS }, null, 2)],
    ["with its envelope behind", `{"rows":[\n${rowLines(ROWS)}\n],"entity":"customer","type":"rows","id":1}`],
  ])("gives them when it was written %s as well", (_how, text) => {
    expect(packLines(readLines(ASK, 1, text)).flatMap(unpack)).toEqual(ROWS);
  });

  it("without rows is empty, not broken", () => {
    expect(packLines(readLines(ASK, 1, lined([])))).toEqual([]);
  });

  it("[inv 29] that is cut at any place is no page", () => {
    const whole = lined(ROWS);

    for (let length = 0; length < whole.length; length += 1) {
      expect(() => readLines(ASK, 1, whole.slice(0, length))).toThrow(Disconnected);
    }
  });

  it("[inv 29] that answers something else, or refuses, is no page", () => {
    const refusal = { id: 1, type: "refusal", problem: { code: "plan-outdated" }, remedy: "restart" };

    expect(() => readLines(ASK, 2, lined(ROWS))).toThrow(Disconnected);
    expect(() => readLines(ASK, 1, lined(ROWS).replace('"rows",', '"outcomes",'))).toThrow(Disconnected);
    expect(() => readLines(ASK, 1, JSON.stringify(refusal))).toThrow(Refused);
  });

  it("comes over HTTP as text", async () => {
    const fetch = async (_url: unknown, { body }: RequestInit = {}) => {
      const { id: number } = JSON.parse(String(body)) as { id: number };
      return new Response(lined(ROWS).replace('"id":1', `"id":${number}`));
    };
    const client = new Client({ fetch: fetch as typeof globalThis.fetch });
    client.trust("token");

    const lines = await new HttpChannel(client).lines(ASK, WAITING);

    expect(lines).toBe(rowLines(ROWS));
  });
});

describe("packs", () => {
  it("are cut at 500 records or 256 KB, and name their first and last", () => {
    const small = Array.from({ length: 1_201 }, (_, at): Row => [id(at), 1, { name: `n ${at}` }]);
    const large = Array.from({ length: 5 }, (_, at): Row => [id(at), 1, { text: "x".repeat(100_000) }]);

    expect(pack(small).map(({ count }) => count)).toEqual([500, 500, 201]);
    expect(pack(small).map(({ first, last }) => [first, last])).toEqual([
      [id(0), id(499)],
      [id(500), id(999)],
      [id(1_000), id(1_200)],
    ]);
    expect(pack(large).map(({ count }) => count)).toEqual([2, 2, 1]);
    expect(pack(large).flatMap(unpack)).toEqual(large);
  });
});

describe("a copy that is coming", () => {
  it("[inv 11] lies in packs already and is not in view before it is whole", async () => {
    const phone = await Phone.open(new Wire(officeWith(12)));
    let fetched = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot") fetched += 1;
      return type === "snapshot" && fetched > 3 ? "cut-reply" : null;
    };

    await phone.sync();
    const half = { packs: phone.disk.get("pack")?.size, shown: await phone.shown() };
    phone.wire.trouble = () => null;
    await phone.sync();

    expect(half.packs).toBeGreaterThan(0);
    expect(half.shown).toEqual({});
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("[inv 15] leaves nothing of the one before it, nor of one that was given up", async () => {
    const phone = await Phone.open(new Wire(officeWith(12)));
    await phone.sync();
    const { office } = phone.wire;
    const keys = () => [...(phone.disk.get("pack")?.keys() ?? [])];
    const before = keys();
    const forget = () => {
      for (const device of office.devices.values()) device.held.clear();
    };
    forget();
    office.remove("customer", id(3));
    let snapshots = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot") snapshots += 1;
      if (type === "snapshot" && snapshots === 4) forget();
      return null;
    };

    await phone.sync();

    expect(snapshots).toBeGreaterThan(4);
    expect(before.every((key) => key.startsWith(packPrefix("customer", 0)))).toBe(true);
    expect(keys().every((key) => key.startsWith(packPrefix("customer", 1)))).toBe(true);
    expect([...(phone.disk.get("pack")?.values() ?? [])].flatMap((one) => unpack(one as Pack))).toHaveLength(
      11,
    );
    expect(await phone.values()).toEqual(office.expected());
    expect(JSON.stringify([...phone.disk].map(([, values]) => [...values]))).not.toContain('Customer 3\\"');
  });

  it("[inv 30] takes no page of a plan that another tab has replaced", async () => {
    const { replica, clock, wire, disk } = await Phone.open(new Wire(officeWith(0)));
    const entities = [{ entity: "customer", count: 3, stage: 1, ends: [] }];
    const plan: BegunPlan = { type: "plan", id: 1, plan: "mine", cursor: "c", entities, coming: [], copy: 0 };
    const pages = { request: wire.request.bind(wire), lines: async () => rowLines(ROWS) };
    const signal = new AbortController().signal;
    const ports = { replica, transport: wire, pages, clock, signal, progress: () => undefined };
    await replica.storage.commit("pull.plan", [put("kv", KV.plan, { ...plan, plan: "another" })], "relaxed");

    await expect(fetchSnapshot(ports, plan)).rejects.toBeInstanceOf(Stale);

    expect(disk.get("pack")?.size ?? 0).toBe(0);
  });
});
