/** Sending with no window open: what goes up, what waits for its user, and who comes first. */
import { describe, expect, it } from "vitest";
import { SESSION_DATABASE } from "../../../frontend/local/database";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import { newIds } from "../../../frontend/shared/ids";
import { alone, type Leadership } from "../../../frontend/sync/leader";
import { problem } from "../../../frontend/sync/status";
import { Disconnected, Refused } from "../../../frontend/sync/transport";
import { sendUnattended, type UnattendedPorts } from "../../../frontend/sync/unattended";
import { metadataAt } from "./office-replies";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

/** A phone that is closed with a record that was made on it and has not been sent. */
async function closedWithWork(): Promise<{ phone: Phone; made: string }> {
  const phone = await synced(officeWith(2));
  await phone.idled();
  phone.wire.up = false;
  const made = await phone.commands.createRecord("customer", { name: "Birch" });
  await phone.settled();
  phone.engine.stop();
  phone.wire.up = true;
  phone.wire.office.log.length = 0;
  return { phone, made };
}

function worker(phone: Phone, over: Partial<UnattendedPorts> = {}): Promise<boolean> {
  const session: MemoryDisk = new Map([["kv", new Map([["session", { person: "me" }]])]]);
  return sendUnattended({
    storage: (name) => memoryStorage(name === SESSION_DATABASE ? session : phone.disk),
    locks: ownLocks(),
    leadership: alone,
    signedIn: async () => "me",
    transport: phone.wire,
    upload: async () => false,
    clock: phone.clock,
    newId: newIds(),
    signal: new AbortController().signal,
    ...over,
  });
}

const asked = ({ wire }: Phone) => wire.office.log.map(({ type }) => type);

describe("[L17] with no window open", () => {
  it("[inv 4] what waits is sent once, and the app finds it sent when it is opened", async () => {
    const { phone, made } = await closedWithWork();

    const done = await worker(phone);
    const meanwhile = asked(phone);
    const again = await phone.crash();
    const waiting = again.replica.outbox.unanswered().length;
    await again.sync();

    expect([done, meanwhile, waiting]).toEqual([true, ["hello", "push"], 0]);
    expect(phone.wire.office.records.get(`customer/${made}`)?.version).toBe(1);
    expect(await again.values()).toEqual(phone.wire.office.expected());
  });

  it("[MET-03] nothing that was published is taken, and nothing is fetched", async () => {
    const { phone } = await closedWithWork();
    phone.wire.office.metadata = metadataAt(2);

    await worker(phone);
    const again = await phone.crash();

    expect(again.replica.metadata.peek()?.metadataVersion).toBe(1);
    expect(asked(phone)).not.toContain("pull");
  });

  it("nothing is asked of the office where nothing waits", async () => {
    const phone = await synced(officeWith(1));
    phone.engine.stop();
    phone.wire.office.log.length = 0;

    const done = await worker(phone);

    expect([done, asked(phone)]).toEqual([false, []]);
  });

  it("[SYN-09] who works offline on purpose sends nothing, until the time that he has set", async () => {
    const { phone } = await closedWithWork();
    const until = new Date(phone.clock.now() + 3_600_000).toISOString();
    phone.disk.get("kv")?.set("held", { since: until, until });

    const held = await worker(phone);
    phone.clock.leap(3_600_001);
    const after = await worker(phone);

    expect([held, after]).toEqual([false, true]);
  });

  it.each([["nobody", null] as const, ["somebody else", "you"] as const])(
    "it is not sent while %s is signed in",
    async (_, person) => {
      const { phone } = await closedWithWork();

      const done = await worker(phone, { signedIn: async () => person });

      expect([done, asked(phone)]).toEqual([false, []]);
    },
  );

  it("[inv 3] what did not go through stays, and the browser is told to try again", async () => {
    const { phone } = await closedWithWork();
    phone.wire.trouble = ({ type }) => (type === "push" ? "cut-reply" : null);

    await expect(worker(phone)).rejects.toThrow(Disconnected);
    phone.wire.trouble = () => null;
    await worker(phone);
    const again = await phone.crash();
    await again.sync();

    expect(again.replica.outbox.unanswered()).toEqual([]);
    expect(await again.values()).toEqual(phone.wire.office.expected());
  });

  it("a refusal waits for its user, with all that was to be sent", async () => {
    const { phone } = await closedWithWork();
    phone.wire.trouble = () => {
      throw new Refused(problem("unknown-device"), "new_device");
    };

    const done = await worker(phone);
    const again = await phone.crash();

    expect(done).toBe(false);
    expect(again.replica.outbox.unanswered()).toHaveLength(1);
    expect(again.replica.device.peek()?.id).toBe(phone.replica.device.peek()?.id);
  });

  it("[inv 30] a window that opens meanwhile takes over, and nothing is sent twice", async () => {
    const { phone, made } = await closedWithWork();
    let turn: (leading: boolean) => void = () => undefined;
    const leadership = (): Leadership => ({
      ...alone(),
      start: (told) => {
        turn = told;
        told(true);
      },
    });
    phone.wire.trouble = ({ type }) => {
      if (type === "push") turn(false);
      return null;
    };

    const done = await worker(phone, { leadership });
    const again = await phone.crash();
    await again.sync();

    expect(done).toBe(false);
    expect(phone.wire.office.records.get(`customer/${made}`)?.version).toBe(1);
    expect(await again.values()).toEqual(phone.wire.office.expected());
  });

  it("it gives up in the end where another one leads all the time", async () => {
    const { phone } = await closedWithWork();
    const patience = new AbortController();
    const waits = (): Leadership => ({ ...alone(), start: () => patience.abort() });

    await expect(worker(phone, { leadership: waits, signal: patience.signal })).rejects.toThrow("abort");
    expect(asked(phone)).toEqual([]);
  });
});
