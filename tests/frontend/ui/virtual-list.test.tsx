import { type Signal, signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ListPlace, VirtualList } from "../../../frontend/ui/virtual-list";

const ROW = 50;
const VIEW = 500;

/** happy-dom lays nothing out: the scroller is 500 px high, a row 50, and the list begins at its top. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(VIEW);
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const scroller = document.querySelector<HTMLElement>("[data-scroller]");
    const top = this.getAttribute("role") === "list" ? -(scroller?.scrollTop ?? 0) : 0;
    return new DOMRect(0, top, 390, ROW);
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

interface Shown {
  keys: readonly string[];
  place?: Signal<ListPlace>;
}

function Page({ keys, place }: Shown) {
  return (
    <div data-scroller style={{ overflowY: "auto" }}>
      <VirtualList
        count={keys.length}
        rowKey={(index) => keys[index] ?? ""}
        renderRow={(index) => <button type="button">{keys[index]}</button>}
        rowHeight={ROW}
        label="Reports"
        {...(place && { place })}
      />
    </div>
  );
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);
const scroller = () => document.querySelector<HTMLElement>("[data-scroller]") as HTMLElement;
const drawn = () => screen.getAllByRole("listitem").map((row) => row.textContent);

function scrollTo(top: number) {
  scroller().scrollTop = top;
  fireEvent.scroll(scroller());
}

it("draws a screenful of 50,000 rows and tells each one's place in the whole", async () => {
  render(<Page keys={many(50_000)} />);

  await vi.waitFor(() => expect(drawn().length).toBeLessThan(40));
  const first = screen.getAllByRole("listitem")[0];
  expect([first?.getAttribute("aria-posinset"), first?.getAttribute("aria-setsize")]).toEqual(["1", "50000"]);
  expect(screen.getByRole("list", { name: "Reports" }).style.height).toBe(`${50_000 * ROW}px`);
});

it("draws the rows that are scrolled to", async () => {
  render(<Page keys={many(50_000)} />);

  scrollTo(30_000 * ROW);

  await vi.waitFor(() => expect(drawn()).toContain("r30000"));
  expect(drawn()).not.toContain("r0");
});

it("draws only the rows that come while it is scrolled", async () => {
  const asked: number[] = [];
  const keys = many(50_000);
  const rowKey = (index: number) => keys[index] ?? "";
  const renderRow = (index: number) => {
    asked.push(index);
    return <button type="button">{keys[index]}</button>;
  };
  render(
    <div data-scroller style={{ overflowY: "auto" }}>
      <VirtualList count={50_000} rowKey={rowKey} renderRow={renderRow} rowHeight={ROW} label="Reports" />
    </div>,
  );
  scrollTo(1_000 * ROW);
  await vi.waitFor(() => expect(drawn()).toEqual(expect.arrayContaining(["r994", "r1017"])));
  asked.length = 0;

  scrollTo(1_003 * ROW);

  await vi.waitFor(() => expect(drawn()).toContain("r1020"));
  expect(asked).toEqual([1018, 1019, 1020]);
  expect(drawn()).toHaveLength(new Set(drawn()).size);
});

it("comes back to the place where it was left", async () => {
  const place = signal<ListPlace>({ index: 0, offset: 0 });
  const first = render(<Page keys={many(1000)} place={place} />);
  scrollTo(400 * ROW + 12);
  first.unmount();

  render(<Page keys={many(1000)} place={place} />);

  expect(place.value).toEqual({ index: 400, offset: 12 });
  expect(scroller().scrollTop).toBe(400 * ROW + 12);
  await vi.waitFor(() => expect(drawn()).toContain("r400"));
});

it("rows that come above leave the row at the top where it is", () => {
  const keys = many(1000);
  const view = render(<Page keys={keys} />);
  scrollTo(100 * ROW + 20);

  view.rerender(<Page keys={["new1", "new2", ...keys]} />);

  expect(scroller().scrollTop).toBe(102 * ROW + 20);
});

it("at the very top new rows are seen at once", () => {
  const keys = many(1000);
  const view = render(<Page keys={keys} />);

  view.rerender(<Page keys={["new1", ...keys]} />);

  expect(scroller().scrollTop).toBe(0);
  expect(drawn()[0]).toBe("new1");
});

it("at the very top new rows wait above while a row has the focus or a finger is on it", () => {
  const view = render(<Page keys={["a", "b", "c"]} />);
  screen.getByText("a").focus();

  view.rerender(<Page keys={["new", "a", "b", "c"]} />);
  const focused = scroller().scrollTop;
  screen.getByText("a").blur();
  scrollTo(0);
  fireEvent.pointerDown(screen.getByText("new"));
  view.rerender(<Page keys={["newer", "new", "a", "b", "c"]} />);
  const pressed = scroller().scrollTop;
  fireEvent.pointerUp(document);
  scrollTo(0);
  view.rerender(<Page keys={["newest", "newer", "new", "a", "b", "c"]} />);

  expect([focused, pressed, scroller().scrollTop]).toEqual([ROW, ROW, 0]);
});

it("arrow keys move the focus from row to row and End leads to the last", async () => {
  render(<Page keys={many(2000)} />);
  screen.getByText("r0").focus();

  fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown" });
  const next = document.activeElement?.textContent;
  fireEvent.keyDown(document.activeElement as Element, { key: "End" });

  expect(next).toBe("r1");
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("r1999"));
});

it("the row with the focus stays drawn when it is scrolled away", async () => {
  render(<Page keys={many(2000)} />);
  screen.getByText("r3").focus();

  scrollTo(1000 * ROW);

  await vi.waitFor(() => expect(drawn()).toContain("r1000"));
  expect(drawn()).toContain("r3");
  expect(document.activeElement?.textContent).toBe("r3");
});

it("an empty list that fills goes to the place it was given", async () => {
  const place = signal<ListPlace>({ index: 40, offset: 0 });
  const view = render(<Page keys={[]} place={place} />);

  view.rerender(<Page keys={many(100)} place={place} />);

  expect(scroller().scrollTop).toBe(40 * ROW);
});

it("does not look at the page again after a drawing that only scrolled: that would lay it out twice", async () => {
  render(<Page keys={many(50_000)} />);
  await vi.waitFor(() => expect(drawn().length).toBeLessThan(40));
  const looked = vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(VIEW);

  scrollTo(30_000 * ROW);
  const byTheScroll = looked.mock.calls.length;
  await vi.waitFor(() => expect(drawn()).toContain("r30000"));

  expect(byTheScroll).toBeGreaterThan(0);
  expect(looked.mock.calls.length).toBe(byTheScroll);
});
