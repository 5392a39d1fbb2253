/** A thousand phones after an outage: what they ask of a server that comes back, or does not. */
import { expect, it } from "vitest";
import { type Event, INITIAL, type Machine, step, timeoutOf } from "../../../frontend/sync/state";

const PHONES = 1_000;
const SECOND = 1_000;

/** Numbers that look random and are the same in every run. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Let phones try until `end`; returns how many reach out in each second. `answer` is what each attempt meets. */
function attempts(end: number, answer: (at: number) => readonly Event[], begin: readonly Event[]): number[] {
  const seconds = Array.from({ length: Math.ceil(end / SECOND) }, () => 0);
  const random = randoms(7);
  for (let phone = 0; phone < PHONES; phone += 1) {
    let machine: Machine = begin.reduce((one, event) => step(one, event, random), INITIAL);
    for (let at = timeoutOf(machine) ?? end; at < end; at += timeoutOf(machine) ?? end) {
      machine = step(machine, { kind: "timeout" }, random);
      if (machine.state !== "opening") continue;
      seconds[Math.floor(at / SECOND)] = (seconds[Math.floor(at / SECOND)] ?? 0) + 1;
      for (const event of answer(at)) machine = step(machine, event, random);
      if (machine.state !== "offline") break;
    }
  }
  return seconds;
}

const UP: readonly Event[] = [{ kind: "lead" }, { kind: "welcomed" }, { kind: "pushed", more: false }];

it("[inv 35] a server that stays away is asked by each phone once in half a minute, at no moment by many", () => {
  const seconds = attempts(600 * SECOND, () => [{ kind: "failed" }], [...UP, { kind: "closed" }]);
  const later = seconds.slice(300);

  const each = later.reduce((sum, count) => sum + count, 0) / PHONES;
  expect(each).toBeGreaterThan(300 / 60);
  expect(each).toBeLessThan(300 / 25);
  // On average 33 a second; all at once would be a thousand.
  expect(Math.max(...later)).toBeLessThan(80);
});

it("[inv 35] [inv 32] a server that comes back meets all phones within a minute, and no crowd", () => {
  const back = 300 * SECOND;
  const answer = (at: number): readonly Event[] => [at < back ? { kind: "failed" } : { kind: "welcomed" }];

  const seconds = attempts(400 * SECOND, answer, [...UP, { kind: "closed" }]);

  const after = seconds.slice(300);
  expect(after.reduce((sum, count) => sum + count, 0)).toBe(PHONES);
  expect(Math.max(...after)).toBeLessThan(80);
  expect(after.slice(61).every((count) => count === 0)).toBe(true);
});

it("[inv 35] before a restart the server spreads the phones over the seconds that it names", () => {
  const seconds = attempts(30 * SECOND, () => [{ kind: "welcomed" }], [...UP, { kind: "bye", spread: 20 }]);

  expect(seconds.slice(0, 20).reduce((sum, count) => sum + count, 0)).toBe(PHONES);
  expect(Math.max(...seconds)).toBeLessThan(90);
});

it("[inv 35] what the server asks to wait is waited, whatever chance says", () => {
  const machine = step(
    step(INITIAL, { kind: "lead" }, () => 0),
    { kind: "failed", retryAfter: 30_000 },
    () => 0,
  );

  expect(timeoutOf(machine)).toBe(30_000);
});
