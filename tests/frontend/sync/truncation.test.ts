import { effect } from "@preact/signals-core";
import { describe, expect, it } from "vitest";
import type { LocalRecord } from "../../../frontend/local/record";
import type { Pull } from "../../../frontend/protocol";
import { pullOnce } from "../../../frontend/sync/pull";
import { parseMessage, readReply } from "../../../frontend/sync/replies";
import { type Ask, Disconnected, type ReplyTo, type Transport } from "../../../frontend/sync/transport";
import { standing } from "../local/standings";
import { diskText } from "./marked";
import type { Office } from "./office";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

function id(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** An office with all that a pull can bring: rows, labels, masks, what left, what is lost, a standing. */
function moved(office: Office, masks: boolean): void {
  office.scope = (record) => ![id(1), id(2), id(5)].includes(record.id);
  office.readable = (record) => record.id !== id(2);
  office.referred = new Set([`customer/${id(5)}`]);
  office.standing = standing();
  if (masks) office.fields = { customer: ["name"] };
  office.write("customer", id(3), { name: "Changed, with an å" });
  office.write("customer", id(5), { name: "Known by its label" });
}

async function holding(): Promise<Phone> {
  const office = officeWith(4);
  for (let at = 1; at <= 4; at += 1) office.write("customer", id(at), { phone: `070 ${at}` });
  const phone = await synced(office);
  await phone.idled();
  await phone.shown();
  return phone;
}

/** A network that lets only the first bytes of each reply through. */
class Cut implements Transport {
  length = 0;

  constructor(
    readonly phone: Phone,
    readonly bytes: number,
  ) {}

  async request<A extends Ask>(ask: A): Promise<ReplyTo<A>> {
    const whole = new TextEncoder().encode(
      JSON.stringify(this.phone.wire.office.answer({ ...(ask as Pull), id: 1 })),
    );
    this.length = whole.length;
    const text = new TextDecoder().decode(whole.slice(0, this.bytes));
    return readReply(ask, 1, parseMessage(text));
  }
}

function pull(phone: Phone, transport: Transport): Promise<unknown> {
  const { replica, clock } = phone;
  const signal = new AbortController().signal;
  return pullOnce({ replica, transport, pages: transport, clock, signal, progress: () => undefined });
}

describe.each([
  ["in one commit", false],
  ["with masks", true],
] as const)("a pull, %s", (_how, masks) => {
  it("[inv 29] that is cut at any byte leaves store and memory as they were; whole, it is applied", async () => {
    const phone = await holding();
    moved(phone.wire.office, masks);
    const stored = diskText(phone);
    const shown = JSON.stringify(await phone.shown());
    // The office keeps what it has told of labels and masks until the phone has it: it tells the same each time.
    const [device] = phone.wire.office.devices.values();
    const told = structuredClone(device);
    const probe = new Cut(phone, 0);
    await expect(pull(phone, probe)).rejects.toBeInstanceOf(Disconnected);

    let refused = 0;
    for (let bytes = 0; bytes < probe.length; bytes += 1) {
      Object.assign(device ?? {}, structuredClone(told));
      await pull(phone, new Cut(phone, bytes)).catch((error: unknown) => {
        if (!(error instanceof Disconnected)) throw error;
        refused += 1;
      });
    }
    const after = [diskText(phone), JSON.stringify(await phone.shown())];
    Object.assign(device ?? {}, structuredClone(told));
    await pull(phone, new Cut(phone, probe.length));

    expect(probe.length).toBeGreaterThan(1_000);
    expect(refused).toBe(probe.length);
    expect(after).toEqual([stored, shown]);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
    expect(phone.replica.records.label("customer", id(5))).toBe("Known by its label");
    expect(phone.replica.standing.value?.reach.own).toEqual(["me"]);
  });

  it("[inv 11] [inv 12] shows itself whole or not at all: records, labels, copies, rights and checkpoint together", async () => {
    const phone = await holding();
    const { replica } = phone;
    moved(phone.wire.office, masks);
    const seen: string[] = [];
    const heads: number[] = [];
    const known = (record: LocalRecord | undefined) => record && [record.values, record.frozen ?? null];
    const stop = effect(() => {
      const copies = [1, 2, 5].map((at) => known(replica.records.get("customer", id(at))));
      const rows = replica.records.list("customer").map((record) => [record.id, record.values]);
      const label = replica.records.label("customer", id(5));
      heads.push(replica.checkpoint.value?.head ?? -1);
      seen.push(
        JSON.stringify([copies, rows, label, replica.standing.value?.key, replica.checkpoint.value?.head]),
      );
    });

    await phone.sync();
    stop();

    expect(new Set(seen).size).toBe(2);
    expect(heads).toEqual([...heads].sort((a, b) => a - b));
    expect(heads.at(-1)).toBe(phone.wire.office.head);
  });
});
