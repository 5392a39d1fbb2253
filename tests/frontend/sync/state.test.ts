import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVENTS,
  type Event,
  INITIAL,
  type Machine,
  STATES,
  step,
  TRANSITIONS,
  timeoutOf,
} from "../../../frontend/sync/state";

const PROBLEM = { code: "x", arguments: {}, field: null, sentence: null, remedy: null };

function event(kind: (typeof EVENTS)[number]): Event {
  if (kind === "pushed") return { kind, more: false };
  if (kind === "refused") return { kind, problem: PROBLEM, remedy: "sign_in" };
  if (kind === "bye") return { kind, spread: 10 };
  return kind === "failed" ? { kind, retryAfter: null } : { kind };
}

function following(...kinds: (typeof EVENTS)[number][]): Machine {
  return kinds.reduce((machine, kind) => step(machine, event(kind), () => 0.5), INITIAL);
}

describe("the machine of synchronisation", () => {
  it.each(STATES)("%s meets every event", (state) => {
    expect(Object.keys(TRANSITIONS[state]).sort()).toEqual([...EVENTS].sort());
  });

  it("[inv 32] every state but the last has a timeout that leads to work again", () => {
    const kinds = fc.array(fc.constantFrom(...EVENTS.filter((kind) => kind !== "stop")), { maxLength: 40 });
    fc.assert(
      fc.property(kinds, (given) => {
        let machine = following("lead", ...given);
        expect(timeoutOf(machine)).not.toBeNull();
        if (machine.state === "following" || machine.state === "held") return;
        for (let left = 4; left > 0 && machine.state !== "opening"; left -= 1) {
          machine = step(machine, { kind: "timeout" }, () => 0.5);
        }
        expect(["opening", "idle", "pulling", "pushing"]).toContain(machine.state);
      }),
    );
  });

  it("[inv 32] reaches for the server again and again where nobody ever answers", () => {
    const kinds = fc.array(fc.constantFrom(...EVENTS.filter((kind) => kind !== "stop")), { maxLength: 40 });
    fc.assert(
      fc.property(kinds, (given) => {
        let machine = following("lead", ...given, "release");
        if (machine.state === "following") return;
        let tries = 0;
        for (let waited = 0; waited < 20 * 60_000; waited += timeoutOf(machine) ?? 0) {
          machine = step(machine, { kind: "timeout" }, () => 1);
          if (machine.state === "opening") tries += 1;
        }
        expect(tries).toBeGreaterThan(5);
      }),
    );
  });

  it("pushes before it pulls, and rests when nothing is wanted", () => {
    expect(following("lead", "welcomed").state).toBe("pushing");
    expect(following("lead", "welcomed", "pushed").state).toBe("pulling");
    expect(following("lead", "welcomed", "pushed", "pulled").state).toBe("idle");
  });

  it("does not forget a change saved, or a hint heard, while it is busy", () => {
    expect(following("lead", "welcomed", "saved", "pushed").state).toBe("pushing");
    expect(following("lead", "welcomed", "pushed", "hint", "pulled").state).toBe("pulling");
    expect(following("lead", "welcomed", "pushed", "saved", "pulled").state).toBe("pushing");
  });

  it("waits longer with each failure, and not at all once somebody taps", () => {
    const first = following("lead", "failed");
    const fourth = following("lead", "failed", "timeout", "failed", "timeout", "failed", "timeout", "failed");

    expect(first.state).toBe("offline");
    expect(fourth.wait).toBeGreaterThan(first.wait);
    expect(step(fourth, { kind: "tap" }, () => 0.5)).toMatchObject({ state: "opening", attempt: 0 });
  });

  it("a device that must begin anew again and again is a failure, not a loop", () => {
    expect(following("lead", "again", "again", "again").state).toBe("opening");
    expect(following("lead", "again", "again", "again", "again").state).toBe("offline");
  });

  it("[inv 35] a server that welcomes and then fails is not hammered", () => {
    let machine = following("lead");
    const waits: number[] = [];
    for (let left = 5; left > 0; left -= 1) {
      for (const kind of ["welcomed", "failed"] as const) machine = step(machine, event(kind), () => 1);
      waits.push(machine.wait);
      machine = step(machine, event("timeout"), () => 1);
    }

    expect(waits.every((wait, at) => at === 0 || wait > (waits[at - 1] ?? 0))).toBe(true);
    expect(
      following("lead", "welcomed", "again", "welcomed", "again", "welcomed", "again", "welcomed", "again")
        .state,
    ).toBe("offline");
  });

  it("counts each entry into a state as a new run", () => {
    const runs = [
      following("lead"),
      following("lead", "welcomed"),
      following("lead", "welcomed", "pushed"),
    ].map(({ run }) => run);

    expect(runs).toEqual([1, 2, 3]);
  });
});
