import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { describe, expect, it } from "vitest";
import { CalendarBlock } from "../../../frontend/blocks/calendar/calendar-block";
import { dayBy, firstWeekday, nearest, weekOf } from "../../../frontend/blocks/calendar/days";
import { drawn } from "./drawn";
import { calendar, recordsOf, sale } from "./sales";

const day = (name: RegExp) => screen.getByRole("button", { name });

describe("[APP-18] the strip of days", () => {
  it("begins weeks as the region does", () => {
    const saturday = "2026-11-21";

    expect(weekOf(saturday, 1).at(0)).toBe("2026-11-16");
    expect(weekOf(saturday, 7).at(0)).toBe("2026-11-15");
    expect([firstWeekday("sv-SE"), firstWeekday("en-US")]).toEqual([1, 7]);
  });

  it.each([
    ["ArrowRight", "2026-02-01"],
    ["ArrowLeft", "2026-01-30"],
    ["ArrowDown", "2026-02-07"],
    ["ArrowUp", "2026-01-24"],
    ["PageDown", "2026-02-28"],
    ["PageUp", "2025-12-31"],
    ["Home", "2026-01-26"],
    ["End", "2026-02-01"],
    ["Enter", undefined],
  ])("goes with %s to %s", (key, to) => {
    expect(dayBy(key, "2026-01-31", 1, false)).toBe(to);
  });

  it("goes the other way from right to left", () => {
    expect(dayBy("ArrowLeft", "2026-01-31", 1, true)).toBe("2026-02-01");
  });

  it("knows the next day with records, else the last one before", () => {
    expect(nearest(["2026-01-01", "2026-03-01", "2026-02-01"], "2026-01-15")).toBe("2026-02-01");
    expect(nearest(["2026-01-01"], "2026-01-15")).toBe("2026-01-01");
    expect(nearest(["2026-01-15"], "2026-01-15")).toBeUndefined();
  });
});

describe("[APP-18] a calendar", () => {
  const visits = [
    sale({ name: "Roof", day: "2026-11-21" }),
    sale({ name: "Attic", day: "2026-11-21" }),
    sale({ name: "Cellar", day: "2026-11-24" }),
  ];

  it("[OUT-10] tells which records of the phone it shows, as of when", async () => {
    const { container } = drawn(<CalendarBlock block={calendar()} />, recordsOf(visits).view);

    await waitFor(() => {
      const words = container.querySelector(".block-calendar-based")?.textContent;
      expect(words).toMatch(/^Based on 3 \w+ on this phone, as of /);
      expect(words).not.toContain("Not all of them are here.");
    });
  });

  it("shows today's records, and tells how many each day has", async () => {
    drawn(<CalendarBlock block={calendar()} />, recordsOf(visits).view);

    const links = await screen.findAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(["Attic", "Roof"]);
    const today = day(/^Saturday, November 21, 2 records/);
    expect([today.getAttribute("aria-current"), today.getAttribute("aria-pressed")]).toEqual([
      "date",
      "true",
    ]);
    expect(day(/^Friday, November 20, nothing/).getAttribute("aria-pressed")).toBe("false");
  });

  it("is moved by keys, with the focus on the chosen day", async () => {
    drawn(<CalendarBlock block={calendar()} />, recordsOf(visits).view);
    await screen.findAllByRole("link");

    fireEvent.keyDown(day(/November 21/), { key: "ArrowRight" });

    await waitFor(() => expect(document.activeElement).toBe(day(/November 22/)));
    expect(screen.getByText("Nothing on this day.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Go to Nov 24, 2026" }));
    expect(await screen.findByRole("link", { name: "Cellar" })).toBeTruthy();
  });

  it("is drawn a week on by a finger that goes aside, and not by one that goes down", async () => {
    drawn(<CalendarBlock block={calendar()} />, recordsOf(visits).view);
    await screen.findAllByRole("link");
    const strip = day(/November 21/);
    const drag = (x: number, y: number) => {
      fireEvent.pointerDown(strip, { clientX: 200, clientY: 50 });
      fireEvent.pointerUp(strip, { clientX: 200 + x, clientY: 50 + y });
    };

    drag(-80, 90);
    expect(day(/November 21/)).toBeTruthy();
    drag(-80, 5);

    expect(await screen.findByRole("button", { name: /November 28/ })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Today" }));
    expect(await screen.findByRole("button", { name: /November 21/ })).toBeTruthy();
  });

  it("puts moments on the days and hours of the user's zone", async () => {
    const late = [
      sale({ name: "Night", at: "2026-11-20T23:30:00.000Z" }),
      sale({ name: "Noon", at: "2026-11-21T11:00:00.000Z" }),
    ];

    drawn(<CalendarBlock block={calendar({ date: "at" })} />, recordsOf(late).view);

    expect((await screen.findAllByRole("link")).map((link) => link.textContent)).toEqual(["Night", "Noon"]);
    expect(screen.getByText("12:30 AM")).toBeTruthy();
  });
});
