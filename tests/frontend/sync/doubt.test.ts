/** A network that goes: how soon the phone says so, why, and when it tries again. */
import { describe, expect, it } from "vitest";
import { Unreachable } from "../../../frontend/rest/errors";
import { DeadlinePassed } from "../../../frontend/shared/deadline";
import { eventOf, troubleAfter } from "../../../frontend/sync/failures";
import { Disconnected } from "../../../frontend/sync/transport";
import { Phone, Wire } from "./phone";
import { officeWith, synced } from "./start";

const state = (phone: Phone) => phone.engine.syncState.peek();

describe("[SYN-10] when the browser believes that the network went", () => {
  it("the next exchange proves it: the phone says offline at once, by what came of that", async () => {
    const phone = await synced(officeWith(1));
    phone.wire.up = false;

    phone.surroundings.emit("offline");
    await phone.settled();

    expect(state(phone).kind).toBe("offline");
  });

  it("a phone that is reached all the same stays connected", async () => {
    const phone = await synced(officeWith(1));

    phone.surroundings.emit("offline");
    await phone.settled();

    expect(state(phone).kind).toBe("upToDate");
  });

  it("[inv 4] a change that was being sent is not called sending any more, and goes up once later", async () => {
    const phone = await synced(officeWith(1));
    phone.wire.trouble = ({ type }) => (type === "push" ? "hang" : null);
    const made = await phone.commands.createRecord("customer", { name: "Birch" });
    await phone.reached("pushing");

    phone.wire.up = false;
    phone.surroundings.emit("offline");
    await phone.reached("offline");
    const told = state(phone).kind;
    phone.wire.up = true;
    phone.wire.trouble = () => null;
    phone.surroundings.emit("online");
    await phone.reached("idle");

    expect(told).toBe("offline");
    expect(phone.wire.office.values("customer", made)).toEqual({ name: "Birch" });
    expect(state(phone).counts.waiting).toBe(0);
  });

  it("nothing that hears nothing says for longer than three seconds that it is connected", async () => {
    const phone = await synced(officeWith(1));
    phone.wire.trouble = () => "hang";

    phone.surroundings.emit("shown");
    const before = state(phone).kind;
    phone.clock.pass(2_500);

    expect([before, state(phone).kind]).toEqual(["upToDate", "offline"]);
  });
});

describe("[SYN-10] the next attempt", () => {
  it("is told as a moment, and what the user does makes it come at once", async () => {
    const phone = await synced(officeWith(1));
    phone.wire.up = false;
    await phone.sync();
    phone.clock.pass(60_000);
    await phone.reached("offline");
    const far = (state(phone).retryAt ?? 0) - phone.clock.now();

    phone.wire.up = true;
    phone.surroundings.emit("focused");
    await phone.reached("idle");

    expect(far).toBeGreaterThan(0);
    expect(state(phone)).toMatchObject({ kind: "upToDate", retryAt: null, trouble: null });
  });

  it("a window that is only used again does not connect anew while all is well", async () => {
    const phone = await synced(officeWith(1));
    phone.heard.length = 0;

    phone.surroundings.emit("focused");

    expect(phone.heard).not.toContain("opening");
  });
});

describe("[SYN-16] why nobody was reached", () => {
  const failed = (error: Error) => eventOf(error).event;

  it.each([
    ["no network", failed(new Disconnected("x")), [], true, { kind: "network" }],
    ["no answer", failed(new Disconnected("x")), ["customer"], false, { kind: "silence" }],
    [
      "a server that fails",
      failed(new Unreachable("x", null, undefined, 503)),
      [],
      false,
      { kind: "server" },
    ],
    [
      "a server that fails, asked over HTTP",
      failed(new Disconnected("x", null, new Unreachable("x", null, undefined, 500))),
      [],
      false,
      { kind: "server" },
    ],
    ["a server that goes away", { kind: "bye", spread: 5 }, [], false, { kind: "server" }],
    [
      "a kind of record that takes too long",
      failed(new Disconnected("x", null, new DeadlinePassed(5))),
      ["customer", "order"],
      false,
      { kind: "slow", entity: "customer" },
    ],
    ["nothing for too long", { kind: "timeout" }, ["order"], false, { kind: "slow", entity: "order" }],
    ["nothing at all for too long", { kind: "timeout" }, [], false, { kind: "silence" }],
  ] as const)("is %s", (_why, event, fetching, cutOff, trouble) => {
    expect(troubleAfter(event, fetching, cutOff)).toEqual(trouble);
  });

  it("names the kind whose page was on its way when the time was over", async () => {
    const phone = await Phone.open(new Wire(officeWith(6)));
    phone.wire.trouble = ({ type }) => (type === "snapshot" ? "hang" : null);
    phone.engine.start();
    await phone.reached("pulling");
    await new Promise((resolve) => setTimeout(resolve, 0));

    phone.clock.pass(90_000);

    expect(state(phone)).toMatchObject({ kind: "offline", trouble: { kind: "slow", entity: "customer" } });
  });

  it("is no network where the browser is sure of it", async () => {
    const phone = await synced(officeWith(1));
    phone.wire.up = false;
    phone.cutOff = true;

    phone.surroundings.emit("offline");
    await phone.settled();

    expect(state(phone)).toMatchObject({ kind: "offline", trouble: { kind: "network" } });
  });
});

describe("[SYN-01] a whole copy that is not wanted yet", () => {
  it("is offered with its size, while changes go up and nothing comes down", async () => {
    const phone = await Phone.open(new Wire(officeWith(12)));
    phone.wanted = () => false;
    await phone.sync();
    const made = await phone.commands.createRecord("customer", { name: "Fir" });
    await phone.settled();

    expect(state(phone)).toMatchObject({ kind: "offered", offer: { records: 12, bytes: 12 * 82 } });
    expect(phone.replica.metadata.value).not.toBeNull();
    expect(phone.replica.checkpoint.value).toBeNull();
    expect(phone.wire.office.values("customer", made)).toEqual({ name: "Fir" });
  });

  it("comes as soon as it is wanted, after a restart as well, and is not offered any more", async () => {
    const before = await Phone.open(new Wire(officeWith(12)));
    before.wanted = () => false;
    await before.sync();
    const phone = await before.crash();
    phone.wanted = () => false;
    await phone.sync();
    const offered = state(phone).kind;

    phone.wanted = () => true;
    await phone.sync();

    expect(offered).toBe("offered");
    expect(state(phone)).toMatchObject({ kind: "upToDate", offer: null });
    expect(await phone.values()).toEqual(phone.wire.office.expected());
  });
});
