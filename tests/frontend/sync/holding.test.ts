/** Working offline by choice: it lasts, it ends at its time, and all tabs follow. */
import { describe, expect, it } from "vitest";
import type { Phone } from "./phone";
import { officeWith, synced } from "./start";

const HOUR = 3_600_000;
const inAnHour = (phone: Phone) => new Date(phone.clock.now() + HOUR).toISOString();

describe("[SYN-09] [L10] working offline by choice", () => {
  it("sends and fetches nothing until it ends by itself, and then does both", async () => {
    const phone = await synced(officeWith(1));
    await phone.engine.hold(true, inAnHour(phone));
    const made = await phone.commands.createRecord("customer", { name: "Birch" });
    phone.clock.pass(HOUR - 1);
    const before = [
      phone.engine.syncState.value.kind,
      phone.wire.office.records.get(`customer/${made}`)?.version,
    ];

    phone.clock.pass(1);
    await phone.reached("idle");

    expect(before).toEqual(["held", undefined]);
    expect(phone.replica.held.value).toBeNull();
    expect(phone.wire.office.records.get(`customer/${made}`)?.version).toBe(1);
  });

  it("outlasts a restart with its beginning and its end", async () => {
    const before = await synced(officeWith(1));
    const until = inAnHour(before);
    await before.engine.hold(true, until);
    const since = new Date(before.clock.now()).toISOString();
    before.clock.leap(HOUR / 2);

    const phone = await before.crash();
    phone.engine.start();
    await phone.reached("held");
    const told = phone.replica.held.value;
    phone.clock.pass(HOUR / 2);
    await phone.reached("idle");

    expect(told).toEqual({ since, until });
    expect(phone.replica.held.value).toBeNull();
  });

  it("that should have ended while the phone slept ends when it is looked at", async () => {
    const phone = await synced(officeWith(1));
    await phone.engine.hold(true, inAnHour(phone));
    phone.clock.leap(2 * HOUR);

    phone.surroundings.emit("shown");
    await phone.reached("idle");

    expect(phone.replica.held.value).toBeNull();
  });

  it("keeps its beginning when its end is moved, and has none when the user wants none", async () => {
    const phone = await synced(officeWith(1));
    await phone.engine.hold(true, inAnHour(phone));
    const since = phone.replica.held.value?.since;
    phone.clock.pass(60_000);

    await phone.engine.hold(true, null);
    phone.clock.pass(48 * HOUR);

    expect(phone.replica.held.value).toEqual({ since, until: null });
    expect(phone.engine.syncState.value.kind).toBe("held");
  });

  it("that an earlier version of the app has stored is still kept", async () => {
    const before = await synced(officeWith(1));
    before.disk.get("kv")?.set("held", true);

    const phone = await before.crash();
    phone.engine.start();
    await phone.reached("held");

    expect(phone.replica.held.value).toEqual({ since: "1970-01-01T00:00:00.000Z", until: null });
  });
});
