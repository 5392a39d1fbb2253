import { describe, expect, it } from "vitest";
import { ClientEnded, type FaultMode, Faults } from "../../../frontend/local/faults";
import { filterDrafts, keepFilterDraft } from "../../../frontend/local/filter-drafts";
import { recallPerson, rememberPerson } from "../../../frontend/local/session";
import { COMMITS, READS, SITES, type Site } from "../../../frontend/local/sites";
import { StorageFailed } from "../../../frontend/local/storage";
import { Office } from "./office";
import { Phone, Wire } from "./phone";

const MARKED = "not for this phone";
const ADA = { person: "me", name: "Ada", email: null, language: "en", organisation: "Alder" };
const DRAFT = { id: "d", filter: null, entity: "customer", label: {}, condition: null, active: true, at: "" };
const BLOB = {
  id: "01900000-0000-7000-8000-0000000000aa",
  name: "a.jpg",
  type: "image/jpeg",
  size: 3,
  sha256: "00",
};

function customer(at: number): string {
  return `01900000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}

/** A day with this phone, which reaches every site; it goes on after each fault as a person would. */
class Day {
  readonly office = new Office();
  readonly kept = new Map<string, unknown>();
  readonly taken = new Set<string>();
  #phone: Phone | null = null;

  constructor(readonly faults: Faults) {
    for (let at = 1; at <= 20; at += 1)
      this.office.write("customer", customer(at), { name: `Customer ${at}`, hidden: MARKED });
    this.office.syncedBefore = true;
    this.office.pageRows = 8;
  }

  async live(): Promise<void> {
    await this.#do(async (phone) => rememberPerson(phone.replica.storage, ADA));
    await this.#do(async (phone) => recallPerson(phone.replica.storage));
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.engine.acknowledgeLoss());
    await this.#do(async ({ replica: { storage } }) => {
      await keepFilterDraft(storage, DRAFT);
      await filterDrafts(storage);
    });
    await this.#do(async (phone) => phone.replica.records.ensure("customer"));
    await this.#offline();
    await this.#create("kept", "Birch");
    await this.#create("photo", "With a photo");
    await this.#do((phone) =>
      phone.commands.createRecord("customer", { name: "Gone" }, null, [], customer(901)),
    );
    await this.#do(async (phone) => {
      const entry = phone.replica.outbox.entries.value.find(({ acts }) => acts[0]?.record === customer(901));
      if (entry) await phone.commands.discardChange(entry.id);
      this.taken.add(customer(901));
    });
    await this.#create("late", "Before");
    await this.#do((phone) =>
      phone.commands.editRecord("customer", this.#id("late"), { note: { value: "x", old: null, base: 0 } }),
    );
    this.office.write("customer", customer(1), { name: "Written meanwhile" });
    this.office.remove("customer", customer(2));
    await this.#online();
    this.office.refuse = (act) => (act.kind === "create" && act.values.name === "Refused" ? "not-now" : null);
    await this.#create("refused", "Refused");
    await this.#do((phone) => phone.settled());
    this.office.refuse = () => null;
    await this.#do(async (phone) => {
      const entry = phone.replica.outbox.entries.value.find(({ outcome }) => outcome?.status === "rejected");
      if (entry) await phone.commands.resubmitChange(entry.id);
      await phone.settled();
    });
    for (let at = 100; at < 130; at += 1) this.office.write("customer", customer(at), { name: `Many ${at}` });
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.idled());
    this.office.scope = ({ id }) => id !== customer(110) && id !== customer(111);
    this.office.readable = ({ id }) => id !== customer(111);
    await this.#do((phone) => phone.sync());
    this.office.fields = { customer: ["name"] };
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.replica.newsSeen());
    await this.#do((phone) => phone.replica.recent.opened("customer", customer(110)));
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.idled());
    await this.#do(async (phone) => {
      phone.clock.leap(8 * 24 * 3_600_000);
      await phone.sync();
    });
    this.office.metadata = { ...this.office.metadata, metadataVersion: 2 };
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.engine.declineMetadata());
    await this.#do((phone) => phone.engine.acceptMetadata());
    await this.#do((phone) => phone.engine.hold(true));
    await this.#do((phone) => phone.engine.hold(false));
    for (const device of this.office.devices.values()) device.held.clear();
    this.office.write("customer", customer(3), { name: "After a restart" });
    await this.#do((phone) => phone.sync());
    for (const device of this.office.devices.values()) Object.assign(device, { nonce: "b", previous: "b" });
    await this.#do((phone) => phone.sync());
    await this.#do((phone) => phone.replica.reload());
    await this.#do(async (phone) => {
      phone.clock.leap(4 * 24 * 3_600_000);
      await phone.sync();
      await phone.idled();
    });
  }

  /** Open the store once more, without faults, and sync to the end. */
  async end(): Promise<Phone> {
    const phone = await (await this.#here()).crash();
    phone.wire.up = true;
    await phone.sync();
    if (phone.replica.held.value) await phone.engine.hold(false);
    await phone.settled();
    for (const { id, outcome } of phone.replica.outbox.entries.value) {
      if (outcome?.status === "rejected") await phone.commands.resubmitChange(id);
    }
    await phone.sync();
    await phone.idled();
    return phone;
  }

  async #create(word: string, name: string): Promise<void> {
    const blobs = word === "photo" ? [{ ...BLOB, bytes: new ArrayBuffer(3) }] : [];
    await this.#do(async (phone) => {
      await phone.commands.createRecord("customer", { name }, null, blobs, this.#id(word));
      this.kept.set(this.#id(word), name);
    });
  }

  #id(word: string): string {
    return customer(1_000 + ["kept", "photo", "late", "refused"].indexOf(word));
  }

  async #offline(): Promise<void> {
    await this.#do(async (phone) => {
      phone.wire.up = false;
    });
  }

  async #online(): Promise<void> {
    await this.#do(async (phone) => {
      phone.wire.up = true;
      await phone.sync();
    });
  }

  async #here(): Promise<Phone> {
    while (!this.#phone) {
      try {
        this.#phone = await Phone.open(new Wire(this.office), { disk: this.#disk, faults: this.faults });
      } catch (error) {
        this.#forgive(error);
      }
    }
    return this.#phone;
  }

  readonly #disk = new Map();

  async #do(act: (phone: Phone) => Promise<unknown>): Promise<void> {
    const phone = await this.#here();
    try {
      await act(phone);
    } catch (error) {
      this.#forgive(error);
    }
    if (!this.faults.ended) return;
    const { up } = phone.wire;
    phone.engine.stop();
    this.faults.revive();
    this.#phone = null;
    const next = await this.#here();
    next.wire.up = up;
    next.engine.start();
    await next.settled();
  }

  #forgive(error: unknown): void {
    if (error instanceof ClientEnded) this.faults.revive();
    else if (!(error instanceof StorageFailed)) throw error;
  }
}

async function expectWhole(day: Day): Promise<void> {
  const phone = await day.end();
  expect(phone.engine.machine.value.state).toBe("idle");
  expect(await phone.values()).toEqual(day.office.expected());
  for (const [id, name] of day.kept) {
    expect(day.office.values("customer", id)).toMatchObject({ name });
    expect(day.office.records.get(`customer/${id}`)?.version).toBeLessThanOrEqual(2);
  }
  expect(phone.replica.outbox.unanswered()).toEqual([]);
  const disk = JSON.stringify([...phone.disk].map(([store, values]) => [store, [...values]]));
  expect(disk).not.toContain(MARKED);
  expect(disk).not.toContain("Many 111");
  const staged = [...(phone.disk.get("staging")?.keys() ?? [])];
  expect(staged).toEqual([]);
}

describe("a fault at any call of the store", () => {
  it("a day reaches every site of the store", async () => {
    const day = new Day(new Faults());

    await day.live();
    await expectWhole(day);

    expect(SITES.filter((site) => !day.faults.hits.has(site))).toEqual([]);
    expect(day.kept.size).toBe(4);
  });

  const modes: readonly FaultMode[] = ["fail", "fail-after", "end", "end-after"];
  const cases = [
    ...COMMITS.flatMap((site) => modes.map((mode) => [mode, site] as const)),
    ...READS.flatMap((site) => (["fail", "end"] as const).map((mode) => [mode, site] as const)),
  ];

  it.each(cases)(
    "[inv 3] [inv 11] [inv 15] %s at %s loses nothing, shows nothing half and leaves nothing that must go",
    async (mode, site: Site) => {
      for (const nth of mode === "end" ? [1, 2] : [1]) {
        const faults = new Faults();
        faults.arm(site, nth, mode);
        const day = new Day(faults);

        await day.live();

        await expectWhole(day);
        if (nth === 1) expect(faults.fired).toEqual([site]);
      }
    },
  );
});
