import { expect, it, vi } from "vitest";
import {
  atOnce,
  inSlices,
  mergedInSlices,
  type Slices,
  sortedInSlices,
  unnoticed,
} from "../../../frontend/shared/slices";

const order = (a: number, b: number) => a - b;
const numbers = Array.from({ length: 10_000 }, (_, at) => (at * 7_919) % 10_007);

/** Work of so many steps, each of one millisecond of a clock that only it moves. */
function* steps(count: number, clock: { now: number }): Slices<string> {
  for (let done = 0; done < count; done += 1) {
    clock.now += 1;
    yield;
  }
  return "done";
}

it("work goes on for a stretch, lets others in, and goes on to its end", async () => {
  const clock = { now: 0 };
  const pauses: number[] = [];

  const result = await inSlices(steps(25, clock), {
    stretch: 10,
    now: () => clock.now,
    pause: async () => void pauses.push(clock.now),
    signal: new AbortController().signal,
  });

  expect(result).toBe("done");
  expect(pauses).toEqual([0, 10, 20]);
});

it("work that nobody wants any more stops at its next pause", async () => {
  const clock = { now: 0 };
  const ending = new AbortController();

  const result = await inSlices(steps(100, clock), {
    stretch: 10,
    now: () => clock.now,
    pause: async () => {
      if (clock.now >= 20) ending.abort();
    },
    signal: ending.signal,
  });

  expect(result).toBeUndefined();
  expect(clock.now).toBe(20);
});

it("sorting and merging in slices give what sorting gives, and pause often", () => {
  const sorted = [...numbers].sort(order);

  const merged = atOnce(mergedInSlices(sorted.slice(0, 3_000), sorted.slice(3_000), order));
  const pauses = [...sortedInSlices(numbers, order)].length;

  expect(atOnce(sortedInSlices(numbers, order))).toEqual(sorted);
  expect(merged).toEqual(sorted);
  expect(atOnce(sortedInSlices([], order))).toEqual([]);
  expect(pauses).toBeGreaterThan(40);
});

it("work that goes unnoticed lets timers and others have their turn between its stretches", async () => {
  const clock = { now: 0 };
  vi.spyOn(performance, "now").mockImplementation(() => clock.now);
  const told: string[] = [];
  setTimeout(() => told.push("timer"));

  const result = await inSlices(steps(20_000, clock), unnoticed(new AbortController().signal));

  expect(result).toBe("done");
  expect(told).toEqual(["timer"]);
  vi.restoreAllMocks();
});
