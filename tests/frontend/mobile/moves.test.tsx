/** Transitions between pages are for devices that have the time. */
import { act, fireEvent } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { orderPhone } from "./order-phone";

let clock = 0;
const skipped = new DOMException("Transition was skipped", "AbortError");
const transition = vi.fn((update: () => Promise<void>) => {
  void update();
  return { ready: Promise.reject(skipped) };
});

beforeEach(() => {
  transition.mockClear();
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  Object.defineProperty(document, "startViewTransition", { value: transition, configurable: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(document, "startViewTransition");
});

it("leaves the transition out until a page was drawn with time to spare, and again when one was not", async () => {
  const { screen } = await orderPhone({ path: "/app/" });
  // Links are followed once the page has been drawn
  await act(() => new Promise((drawn) => setTimeout(drawn, 50)));
  const follow = async (name: string, took: number) => {
    transition.mockClear();
    fireEvent.click(screen.getByRole("link", { name }));
    clock += took;
    await act(() => new Promise((drawn) => setTimeout(drawn)));
    await screen.findByRole("link", { name, current: "page" });
    return transition.mock.calls.length;
  };

  expect(await follow("Outbox", 20)).toBe(0);
  expect(await follow("Home", 20)).toBe(1);
  expect(await follow("Outbox", 120)).toBe(1);
  expect(await follow("Home", 20)).toBe(0);
});
