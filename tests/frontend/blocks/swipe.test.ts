import { expect, it } from "vitest";
import { type Drag, drawn, meaning, staysOpen } from "../../../frontend/blocks/list/swipe";

const closed: Drag = { x: 300, y: 100, from: 0 };
const open: Drag = { ...closed, from: 180 };

it.each([
  { x: 305, y: 104, means: null },
  { x: 280, y: 104, means: "draw" },
  { x: 296, y: 130, means: "scroll" },
])("[DSG-10] a finger at $x, $y means $means", ({ x, y, means }) => {
  expect(meaning(closed, x, y)).toBe(means);
});

it.each([
  { drag: closed, x: 250, rtl: false, at: 50 },
  { drag: closed, x: 350, rtl: false, at: 0 },
  { drag: closed, x: 350, rtl: true, at: 50 },
  { drag: closed, x: 80, rtl: false, at: 190 },
  { drag: open, x: 400, rtl: false, at: 80 },
])("[DSG-10] a row under a finger at $x lies $at open", ({ drag, x, rtl, at }) => {
  expect(drawn(drag, x, 180, rtl)).toBe(at);
});

it("[DSG-10] a row that is let go goes on the way it was drawn", () => {
  expect([staysOpen(closed, 70, 180), staysOpen(closed, 50, 180)]).toEqual([true, false]);
  expect([staysOpen(open, 130, 180), staysOpen(open, 110, 180)]).toEqual([true, false]);
});
