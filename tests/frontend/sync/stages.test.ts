/** A first copy that comes stage by stage: each is in view as soon as it is whole, and nothing of the next one is. */
import { describe, expect, it } from "vitest";
import { KV } from "../../../frontend/local/database";
import { Faults } from "../../../frontend/local/faults";
import { COMMITS, READS } from "../../../frontend/local/sites";
import { put } from "../../../frontend/local/storage";
import type { Progress } from "../../../frontend/sync/status";
import { Phone, Wire } from "./phone";
import { officeWith } from "./start";

const ORDERS = 4;
const CUSTOMERS = 24;
const FIRST = "customer/01900000-0000-7000-8000-000000000001";

function order(at: number): string {
  return `01900000-0000-7000-9000-${String(at).padStart(12, "0")}`;
}

/** Orders come first, the customers that they are for afterwards. */
function stagedOffice(customers = CUSTOMERS) {
  const office = officeWith(customers);
  office.entities = ["order", "customer"];
  for (let at = 1; at <= ORDERS; at += 1) office.write("order", order(at), { name: `Order ${at}` });
  office.stages = [["order"], ["customer"]];
  office.readable = ({ gone }) => !gone;
  office.referred = new Set([FIRST]);
  return office;
}

/** A phone whose network goes after so many pages of a plan. */
async function cutAfter(pages: number): Promise<Phone> {
  const phone = await Phone.open(new Wire(stagedOffice()));
  let fetched = 0;
  phone.wire.trouble = ({ type }) => {
    if (type === "snapshot") fetched += 1;
    return type === "snapshot" && fetched > pages ? "cut-reply" : null;
  };
  await phone.sync();
  return phone;
}

const keys = async (phone: Phone) => Object.keys(await phone.shown()).sort();

describe("[L10] [SYN-01] a first copy in stages", () => {
  it("[inv 11] [inv 21] shows the first as soon as it is whole, and names what comes later", async () => {
    // Two pages are the orders; some of the eight of the customers come as well.
    const phone = await cutAfter(7);

    expect(phone.disk.get("pack")?.size).toBeGreaterThan(2);
    expect(await keys(phone)).toEqual([1, 2, 3, 4].map((at) => `order/${order(at)}`));
    expect(phone.replica.checkpoint.value?.coming).toEqual(["customer"]);
    expect(phone.replica.records.label("customer", FIRST.slice("customer/".length))).toBe("Customer 1");
  });

  it("goes on with the second where it was cut, and drops the names of what has come", async () => {
    const phone = await cutAfter(7);
    const again = await phone.crash();
    let asked = 0;
    again.wire.trouble = ({ type }) => {
      if (type === "snapshot") asked += 1;
      return null;
    };

    await again.sync();

    expect(asked).toBeLessThan(8);
    expect(await again.values()).toEqual(again.wire.office.expected());
    expect(again.replica.checkpoint.value?.coming).toEqual([]);
    expect([...(again.disk.get("trace")?.keys() ?? [])]).toEqual([]);
    expect([...(again.disk.get("staging")?.keys() ?? [])]).toEqual([]);
  });

  it("[SYN-02] counts the records of all stages, and what they were to transfer", async () => {
    const phone = await Phone.open(new Wire(stagedOffice()));
    const steps: Progress[] = [];
    const done: number[] = [];
    phone.engine.syncState.subscribe(({ progress }) => {
      if (progress && progress !== steps.at(-1)) steps.push(progress);
      if (!progress && steps.length > 0) done.push(steps.length);
    });

    await phone.sync();

    expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([ORDERS + CUSTOMERS]));
    expect(steps.at(-1)?.received).toBe(ORDERS + CUSTOMERS);
    const rises = (by: (step: Progress) => number) =>
      steps.every((step, at) => at === 0 || by(step) >= by(steps[at - 1] as Progress));
    expect(rises(({ received }) => received) && rises(({ bytes }) => bytes)).toBe(true);
    expect(done[0], "it is told as one copy").toBe(steps.length);
  });

  it("[SYN-03] sends between two stages what was entered while the first one came", async () => {
    const phone = await Phone.open(new Wire(stagedOffice()));
    const seen: string[] = [];
    phone.wire.trouble = ({ type }) => {
      seen.push(type);
      return null;
    };
    phone.engine.start();
    await phone.reached("pulling");
    await phone.commands.createRecord("order", { name: "Mine" }, null, [], order(99));

    await phone.settled();

    expect(seen.indexOf("push")).toBeLessThan(seen.lastIndexOf("snapshot"));
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("[SYN-03] sends in the midst of a stage what is saved while it comes, and fetches no page twice", async () => {
    const phone = await Phone.open(new Wire(stagedOffice(3 * CUSTOMERS)));
    const seen: string[] = [];
    const saved: Promise<string>[] = [];
    phone.wire.trouble = ({ type }) => {
      seen.push(type);
      const pages = seen.filter((one) => one === "snapshot").length;
      // Two pages are the orders and 24 the customers.
      if (type === "snapshot" && (pages === 4 || pages === 16)) {
        saved.push(
          phone.commands.createRecord("order", { name: `Mine ${pages}` }, null, [], order(90 + pages)),
        );
      }
      return null;
    };

    await phone.sync();
    await Promise.all(saved);
    await phone.settled();

    const last = seen.lastIndexOf("snapshot");
    expect(seen.slice(0, last).filter((one) => one === "push")).toHaveLength(2);
    expect(seen.filter((one) => one === "snapshot")).toHaveLength(26);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("brings what has changed since in the stage that is here, and what has left the one to come", async () => {
    const phone = await cutAfter(7);
    const { office } = phone.wire;
    office.write("order", order(1), { name: "Order 1, renamed" });
    office.write("customer", FIRST.slice("customer/".length), { name: "Renamed as well" });
    office.remove("order", order(2));
    office.remove("customer", "01900000-0000-7000-8000-000000000005");
    phone.wire.trouble = () => null;

    await phone.sync();

    expect(await phone.values()).toEqual(office.expected());
  });

  it("begins the second anew where the office does not know its plan, and the first stays in view", async () => {
    const phone = await cutAfter(7);
    const { office } = phone.wire;
    let refused = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot" && refused === 0) {
        refused += 1;
        for (const device of office.devices.values()) device.generation += 5;
      }
      return null;
    };

    await phone.sync();

    expect(refused).toBe(1);
    expect(await phone.values()).toEqual(office.expected());
  });

  it("says of a copy in stages that is begun anew what has not come, until the new one is whole", async () => {
    const phone = await cutAfter(2);
    for (const device of phone.wire.office.devices.values()) {
      device.generation += 5;
      device.held.clear();
    }
    let fetched = 0;
    phone.wire.trouble = ({ type }) => {
      if (type === "snapshot") fetched += 1;
      // Eight are the rest of the plan, which the office knows no more than the copy that it follows.
      return type === "snapshot" && fetched > 8 ? "cut-reply" : null;
    };

    await phone.sync();

    expect(phone.replica.checkpoint.value).toMatchObject({ cursor: "", coming: ["customer"] });
    expect(await keys(phone)).toEqual([1, 2, 3, 4].map((at) => `order/${order(at)}`));
    phone.wire.trouble = () => null;
    await phone.sync();
    expect(phone.replica.checkpoint.value?.coming).toEqual([]);
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  it("[inv 15] drops a plan that does not follow what is here, with all that had come of it", async () => {
    const phone = await cutAfter(7);
    const plan = phone.disk.get("kv")?.get(KV.plan) as object;
    await phone.replica.storage.commit(
      "pull.plan",
      [put("kv", KV.plan, { ...plan, after: "another" })],
      "relaxed",
    );
    phone.wire.office.stages = [["order"]];
    phone.wire.office.entities = ["order"];
    phone.wire.trouble = () => null;

    await phone.sync();

    expect(phone.replica.checkpoint.value?.coming).toEqual([]);
    expect(Object.keys(await phone.shown(["order", "customer"]))).toHaveLength(ORDERS);
    expect([...(phone.disk.get("pack")?.keys() ?? [])].filter((key) => key.startsWith("customer/"))).toEqual(
      [],
    );
  });

  it("an edit of a record that has not come yet is not taken for one of a record that is lost", async () => {
    const phone = await cutAfter(2);
    const id = FIRST.slice("customer/".length);
    phone.wire.up = false;
    await phone.commands.editRecord("customer", id, {
      name: { value: "Edited", old: "Customer 1", base: 1 },
    });
    phone.wire.trouble = () => null;
    phone.wire.up = true;

    await phone.sync();

    expect(phone.wire.office.values("customer", id)).toMatchObject({ name: "Edited" });
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });

  const modes = ["fail", "fail-after", "end", "end-after"] as const;
  const sites = [...COMMITS, ...READS].filter((site) =>
    /^(pull|journal|apply|snapshot|open|reload|table)\./.test(site),
  );
  it.each(sites.flatMap((site) => modes.map((mode) => [mode, site] as const)))(
    "[inv 29] is whole in the end after a fault (%s) at any call of %s",
    async (mode, site) => {
      for (let nth = 1; nth <= 6; nth += 1) {
        const faults = new Faults();
        const office = stagedOffice();
        let phone = await Phone.open(new Wire(office), { faults });
        faults.arm(site, nth, mode);
        await phone.sync().catch(() => undefined);
        if (mode.startsWith("end")) phone = await phone.crash();
        else faults.revive();
        await phone.sync();
        await phone.sync();

        expect(await phone.values(), `${site} ${mode} ${nth}`).toEqual(office.expected());
        expect(phone.replica.checkpoint.value?.coming).toEqual([]);
        if (faults.fired.length === 0) break;
      }
    },
  );
});
