/** The machine as `docs/sync.md` shows it to people is the machine that runs. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  EVENTS,
  INITIAL,
  type Machine,
  STATES,
  step,
  TIMEOUTS,
  TRANSITIONS,
} from "../../../frontend/sync/state";

const TEXT = readFileSync(new URL("../../../docs/sync.md", import.meta.url), "utf8");
const CHAPTER = TEXT.slice(TEXT.indexOf("## The machine"), TEXT.indexOf("## What always holds"));
const ROWS = CHAPTER.split("\n")
  .filter((line) => line.startsWith("|") && !line.startsWith("|---"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
const [HEADER = [], ...BODY] = ROWS;
const WORDS = CHAPTER.slice(CHAPTER.lastIndexOf("|")).replaceAll("\n", " ");
const UNITS = { s: 1_000, min: 60_000 } as const;

function failing(times: number): Machine {
  let machine = step(INITIAL, { kind: "lead" }, () => 1);
  for (let left = times; left > 0; left -= 1) {
    if (machine.state === "offline") machine = step(machine, { kind: "timeout" }, () => 1);
    machine = step(machine, { kind: "failed" }, () => 1);
  }
  return machine;
}

describe("the machine in docs/sync.md", () => {
  it("[inv 32] has every state and every event, once and in the order of the code", () => {
    expect(HEADER.slice(1)).toEqual([...STATES]);
    expect(BODY.map(([event]) => event)).toEqual([...EVENTS]);
  });

  it.each(EVENTS)("[inv 32] says of each state what %s does there", (event) => {
    const told = BODY.find(([name]) => name === event)?.slice(1) ?? [];

    const done = STATES.map((state) => TRANSITIONS[state][event]);
    expect(told.map((cell) => (cell === "·" ? "stay" : cell))).toEqual(done);
  });

  it.each(Object.entries(TIMEOUTS))("[inv 32] says that %s is left after %i ms", (state, milliseconds) => {
    const found = new RegExp(`\\b${state} (\\d+) (s|min)\\b`).exec(WORDS);

    const told = Number(found?.[1]) * UNITS[found?.[2] as keyof typeof UNITS];
    expect(told).toBe(milliseconds);
  });

  it("[inv 35] says how long offline waits at most", () => {
    const [, listed = "", cap] = /random time below ((?:\d+ s, )*\d+ s) … (\d+) s/.exec(WORDS) ?? [];
    const bounds = listed.split(", ").map((text) => Number.parseInt(text, 10) * 1_000);

    expect(bounds.length).toBeGreaterThan(2);
    expect(bounds).toEqual(bounds.map((_, at) => failing(at + 1).wait));
    expect(failing(30).wait).toBe(Number(cap) * 1_000);
  });

  it("[inv 35] says how often the device may open again before that is a failure", () => {
    const numbers = ["one", "two", "three", "four", "five"];
    const told = numbers.indexOf(/`again` more than (\w+) times/.exec(WORDS)?.[1] ?? "") + 1;
    let machine = step(INITIAL, { kind: "lead" }, () => 1);
    let opened = 0;
    while (machine.state === "opening") {
      machine = step(machine, { kind: "again" }, () => 1);
      if (machine.state === "opening") opened += 1;
    }

    expect(opened).toBe(told);
  });
});
