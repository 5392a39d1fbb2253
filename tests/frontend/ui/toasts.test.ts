import { expect, it, vi } from "vitest";
import { Toasts } from "../../../frontend/ui/toasts";

function heldClock() {
  let time = 0;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    now: () => time,
    after(milliseconds: number, run: () => void) {
      const entry = { at: time + milliseconds, run };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    pass(milliseconds: number) {
      time += milliseconds;
      for (const entry of [...waiting].filter(({ at }) => at <= time)) {
        waiting.delete(entry);
        entry.run();
      }
    },
  };
}

it("a notice goes by itself after its seconds", () => {
  const clock = heldClock();
  const toasts = new Toasts(clock);
  toasts.show("Deleted", undefined, 7);

  clock.pass(6_999);
  const before = toasts.shown.value.length;
  clock.pass(1);

  expect([before, toasts.shown.value.length]).toEqual([1, 0]);
});

it("a notice waits while someone reads it, and then has the time that was left", () => {
  const clock = heldClock();
  const toasts = new Toasts(clock);
  toasts.show("Deleted", undefined, 5);
  clock.pass(4_000);

  toasts.hold();
  clock.pass(60_000);
  const held = toasts.shown.value.length;
  toasts.release();
  clock.pass(999);
  const left = toasts.shown.value.length;
  clock.pass(1);

  expect([held, left, toasts.shown.value.length]).toEqual([1, 1, 0]);
});

it("an action runs once and takes its notice away", () => {
  const toasts = new Toasts(heldClock());
  const undo = vi.fn();
  const id = toasts.show("Deleted", { label: "Undo", run: undo });

  toasts.act(id);
  toasts.act(id);

  expect(undo).toHaveBeenCalledOnce();
  expect(toasts.shown.value).toEqual([]);
});

it("the oldest notice makes room when there are too many", () => {
  const toasts = new Toasts(heldClock());

  for (const text of ["one", "two", "three", "four"]) toasts.show(text);

  expect(toasts.shown.value.map(({ text }) => text)).toEqual(["two", "three", "four"]);
});
