/** Work that ends soon is drawn once; what takes longer is drawn on its way. */
import { type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { drawnOnce } from "../../../frontend/ui/one-drawing";

let steps: Signal<number>;
let place: HTMLElement;
let drawn: number[];

function Steps() {
  drawn.push(steps.value);
  return <p>{steps.value}</p>;
}

const later = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  steps = signal(0);
  drawn = [];
  place = document.createElement("div");
  render(<Steps />, place);
});
afterEach(() => {
  render(null, place);
  vi.useRealTimers();
});

async function walk(upTo: number): Promise<void> {
  for (let step = 1; step <= upTo; step += 1) {
    steps.value = step;
    await new Promise((on) => setTimeout(on, 10));
  }
}

it("draws what work has changed in one go when it is done", async () => {
  const work = drawnOnce(() => walk(5));
  await vi.advanceTimersByTimeAsync(49);
  expect(place.textContent).toBe("0");
  await vi.advanceTimersByTimeAsync(1);
  await work;

  expect(place.textContent).toBe("5");
  expect(drawn).toEqual([0, 5]);
  steps.value = 6;
  await later();
  expect(place.textContent).toBe("6");
});

it("draws as ever once the work takes longer than a moment", async () => {
  const work = drawnOnce(() => walk(20));
  await vi.advanceTimersByTimeAsync(105);
  expect(place.textContent).toBe("11");
  await vi.advanceTimersByTimeAsync(95);
  await work;
  expect(place.textContent).toBe("20");
});

it("draws when the work fails, and waits for the longer of two works", async () => {
  const failing = drawnOnce(async () => {
    await walk(2);
    throw new Error("full");
  });
  failing.catch(() => undefined);
  const other = drawnOnce(() => walk(4));
  await vi.advanceTimersByTimeAsync(25);
  await expect(failing).rejects.toThrow("full");
  expect(place.textContent).toBe("0");
  await vi.advanceTimersByTimeAsync(15);
  await other;
  expect(place.textContent).toBe("4");
});
