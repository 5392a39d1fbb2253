import fc from "fast-check";
import { expect, it } from "vitest";
import { corner } from "../../../frontend/ui/placement";
import { rovingIndex } from "../../../frontend/ui/roving";
import {
  findRow,
  type Heights,
  nextRows,
  rowAt,
  rowsInView,
  scrollToShow,
  topOf,
} from "../../../frontend/ui/window-range";

const even = (row: number): Heights => ({ row, heading: 0, headings: [] });

it("every row that is seen is drawn, and only a few others", () => {
  const cases = fc.record({
    scrolled: fc.integer({ min: -500, max: 4_000_000 }),
    view: fc.integer({ min: 100, max: 2000 }),
    height: fc.integer({ min: 20, max: 200 }),
    count: fc.integer({ min: 1, max: 50_000 }),
  });

  fc.assert(
    fc.property(cases, ({ scrolled, view, height, count }) => {
      const { first, end } = rowsInView(scrolled, view, even(height), count);
      const top = Math.min(Math.max(0, scrolled), Math.max(0, count * height - view));
      const firstSeen = Math.floor(top / height);
      const lastSeen = Math.min(count - 1, Math.ceil((top + view) / height) - 1);
      expect(first).toBeLessThanOrEqual(firstSeen);
      expect(end).toBeGreaterThan(lastSeen);
      expect(end).toBeLessThanOrEqual(count);
      expect(end - first).toBeLessThanOrEqual(Math.ceil(view / height) * 2 + 10);
    }),
  );
});

it("all that is seen is drawn next, few others come at once, and in the end all that are wanted", () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 60 }));
  const cases = fc.record({
    drawn: range,
    at: fc.integer({ min: 0, max: 200 }),
    margins: fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })),
    seen: fc.integer({ min: 1, max: 30 }),
    most: fc.integer({ min: 1, max: 8 }),
  });

  fc.assert(
    fc.property(cases, ({ drawn: [from, many], at, margins: [above, below], seen: count, most }) => {
      let drawn = { first: from, end: from + many };
      const seen = { first: at, end: at + count };
      const wanted = { first: Math.max(0, at - above), end: at + count + below };
      for (let frame = 0; frame < 50; frame += 1) {
        const next = nextRows(drawn, seen, wanted, most);
        const rows = Array.from({ length: next.end - next.first }, (_, step) => next.first + step);
        const fresh = rows.filter((row) => row < drawn.first || row >= drawn.end);
        const ahead = fresh.filter((row) => row < seen.first || row >= seen.end);
        expect(next.first).toBeLessThanOrEqual(seen.first);
        expect(next.end).toBeGreaterThanOrEqual(seen.end);
        expect(ahead.length).toBeLessThanOrEqual(most);
        drawn = next;
      }
      expect(drawn).toEqual(wanted);
    }),
  );
});

it("[DSG-10] with headings of another height, the row at each place is the one that begins there", () => {
  const cases = fc.record({
    row: fc.integer({ min: 20, max: 200 }),
    heading: fc.integer({ min: 10, max: 100 }),
    sections: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 }),
    view: fc.integer({ min: 100, max: 2000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  fc.assert(
    fc.property(cases, ({ row, heading, sections, view, share }) => {
      const headings: number[] = [];
      for (let section = 0; section < sections.length; section += 1) {
        headings.push(section === 0 ? 0 : (headings[section - 1] ?? 0) + 1 + (sections[section - 1] ?? 0));
      }
      const count = sections.reduce((all, rows) => all + rows + 1, 0);
      const heights = { row, heading, headings };
      const tops: number[] = [0];
      for (let at = 0; at < count; at += 1) {
        tops.push((tops[at] ?? 0) + (headings.includes(at) ? heading : row));
      }
      const whole = tops[count] ?? 0;
      const scrolled = Math.floor(share * Math.max(0, whole - view));
      const covering = tops.findLastIndex((top) => top <= scrolled);
      const { first, end } = rowsInView(scrolled, view, heights, count);

      expect(Array.from({ length: count + 1 }, (_, index) => topOf(index, heights))).toEqual(tops);
      expect(rowAt(scrolled, heights)).toBe(covering);
      expect(first).toBeLessThanOrEqual(covering);
      expect(tops[end]).toBeGreaterThanOrEqual(Math.min(whole, scrolled + view));
    }),
  );
});

it.each([
  { index: 3, to: undefined, why: "is seen" },
  { index: 0, to: 0, why: "is above" },
  { index: 20, to: 550, why: "is below" },
])("row $index scrolls to $to because it $why", ({ index, to }) => {
  expect(scrollToShow(index, 60, 500, even(50))).toBe(to);
});

it("a row is found where it moved to, and given up when it is gone", () => {
  const keys = ["new1", "new2", "a", "b", "c"];
  const rowKey = (index: number) => keys[index] ?? "";

  expect(findRow("b", 1, keys.length, rowKey)).toBe(3);
  expect(findRow("gone", 1, keys.length, rowKey)).toBeUndefined();
});

it("arrow keys go round at the ends and other keys lead nowhere", () => {
  expect(rovingIndex("ArrowDown", 2, 3)).toBe(0);
  expect(rovingIndex("ArrowUp", 0, 3)).toBe(2);
  expect(rovingIndex("End", 0, 3)).toBe(2);
  expect(rovingIndex("x", 0, 3)).toBeUndefined();
});

const view = { width: 390, height: 844 };
const panel = { width: 200, height: 150 };

it.each([
  {
    name: "below its button, ends aligned",
    anchor: [300, 340, 10, 54],
    rtl: false,
    at: { left: 140, top: 58 },
  },
  {
    name: "above when there is no room below",
    anchor: [300, 340, 790, 834],
    rtl: false,
    at: { left: 140, top: 636 },
  },
  { name: "inside the view at the near edge", anchor: [4, 44, 10, 54], rtl: false, at: { left: 8, top: 58 } },
  {
    name: "from the other side in right-to-left",
    anchor: [40, 84, 10, 54],
    rtl: true,
    at: { left: 40, top: 58 },
  },
])("a menu stands $name", ({ anchor: [left = 0, right = 0, top = 0, bottom = 0], rtl, at }) => {
  expect(corner({ left, right, top, bottom }, panel, view, rtl)).toEqual(at);
});
