import { act, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { elapsedOf, elapsedWords, momentOf } from "../../../frontend/blocks/timer/elapsed";
import { TimerBlock } from "../../../frontend/blocks/timer/timer-block";
import type { TimerBlock as TimerDocument } from "../../../frontend/protocol";
import { formatDateTime } from "../../../frontend/shared/formats";
import { drawn } from "./drawn";
import { recordsOf, sale } from "./sales";

const BLOCK: TimerDocument = {
  id: "t",
  type: "timer",
  label: null,
  since: "at",
  until: "until",
  visibleWhen: null,
};
const HOUR = 3_600_000;

describe("[DSG-19] the time of a timer", () => {
  it("is written as a clock shows it, and said to the minute", () => {
    expect(elapsedOf(26 * HOUR + 65_999)).toEqual({ days: 1, clock: "2:01:05" });
    expect(elapsedWords(26 * HOUR + 65_999)).toBe("1 day, 2 hours, and 1 minute");
    expect(elapsedWords(0)).toBe("0 minutes");
  });

  it("begins with the day that a date stands for in the user's zone", () => {
    expect(momentOf("2026-11-21", "Europe/Stockholm")).toBe(Date.parse("2026-11-20T23:00:00Z"));
    expect(momentOf(null, "UTC")).toBeNull();
  });
});

describe("[DSG-19] a timer", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-21T10:00:00.000Z") });
    vi.stubGlobal("IntersectionObserver", undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const clock = () => document.querySelector(".block-timer-clock")?.textContent;
  const show = (values: object) =>
    drawn(<TimerBlock block={BLOCK} record={sale(values as never)} />, recordsOf([]).view);

  it("runs by the second, and says the time to the minute to who cannot see it", async () => {
    show({ at: "2026-11-21T07:46:15.000Z" });
    expect(clock()).toBe("2:13:45");

    await act(async () => {
      vi.advanceTimersByTime(2000);
    });

    expect(clock()).toBe("2:13:47");
    expect(screen.getByText(/2 hours and 13 minutes/)).toBeTruthy();
    expect(document.querySelector("[aria-live]")).toBeNull();
  });

  it("rests while the app is out of sight", async () => {
    show({ at: "2026-11-21T07:46:15.000Z" });
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));

    await act(async () => {
      vi.advanceTimersByTime(60_000);
    });

    expect([clock(), vi.getTimerCount()]).toEqual(["2:13:45", 0]);
    vi.restoreAllMocks();
  });

  it("tells the moment that it runs from as the field itself does", () => {
    show({ at: "2026-11-21T07:46:15.000Z" });
    const moment = formatDateTime(new Date("2026-11-21T07:46:15.000Z"));
    expect(screen.getByText(new RegExp(`since ${moment}`))).toBeTruthy();

    show({ at: "2026-11-20" });
    expect(screen.getByText(/since Nov 20, 2026\b/)).toBeTruthy();
  });

  it("stands still once there is an end, and has not begun without a beginning", () => {
    show({ at: "2026-11-19T07:00:00.000Z", until: "2026-11-21T08:30:00.000Z" });

    expect(clock()).toBe("2 days 1:30:00");
    expect(vi.getTimerCount()).toBe(0);
    show({});
    expect(screen.getByText("Not begun.")).toBeTruthy();
  });
});
