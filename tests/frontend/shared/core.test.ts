import { expect, it } from "vitest";
import { backoff } from "../../../frontend/shared/backoff";
import { DeadlinePassed, within } from "../../../frontend/shared/deadline";
import { newIds } from "../../../frontend/shared/ids";
import { same } from "../../../frontend/shared/json";
import { Serial } from "../../../frontend/shared/serial";
import { ManualClock } from "./manual-clock";

it("waits between nothing and a bound that doubles up to its cap", () => {
  const waits = { base: 1_000, cap: 60_000 };

  expect([0, 1, 2, 10, 1_000].map((attempt) => backoff(attempt, () => 1, waits))).toEqual([
    1_000, 2_000, 4_000, 60_000, 60_000,
  ]);
  expect(backoff(5, () => 0, waits)).toBe(0);
});

it("makes ids that sort by the time they were made, and the same ones from the same bytes", () => {
  const clock = new ManualClock();
  const make = newIds(clock, () => new Uint8Array(16).fill(9));

  const first = make();
  clock.pass(1);
  const second = make();

  expect(first < second).toBe(true);
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("gives up at the deadline and tells the work so", async () => {
  const clock = new ManualClock();
  let told = false;

  const waiting = within(clock, 100, (signal) => {
    signal.addEventListener("abort", () => {
      told = true;
    });
    return new Promise(() => undefined);
  });
  clock.pass(100);

  await expect(waiting).rejects.toBeInstanceOf(DeadlinePassed);
  expect(told).toBe(true);
});

it("leaves no timer behind when the work is done in time", async () => {
  const clock = new ManualClock();

  const value = await within(clock, 100, async () => 7);
  await Promise.resolve();

  expect(value).toBe(7);
  expect(clock.waiting).toBe(0);
});

it("takes a missing value for null, at any depth, and nothing else for it", () => {
  expect(same({ a: { b: null } }, { a: {} })).toBe(true);
  expect(same([1, { a: 1 }], [1, { a: 1 }])).toBe(true);
  expect(same({ a: 0 }, {})).toBe(false);
  expect(same("", null)).toBe(false);
  expect(same([], {})).toBe(false);
});

it("does one task after the other, and goes on after a failure", async () => {
  const serial = new Serial();
  const order: number[] = [];

  const first = serial.run(async () => {
    await Promise.resolve();
    order.push(1);
    throw new Error("no");
  });
  const second = serial.run(async () => order.push(2));

  await expect(first).rejects.toThrow("no");
  await second;
  expect(order).toEqual([1, 2]);
});
