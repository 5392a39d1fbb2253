import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { offerAction } from "../../../frontend/designer/commands/actions";
import { idsAt, type Path, valueAt } from "../../../frontend/designer/document";
import type { Editor } from "../../../frontend/designer/editor";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { AddBlockSheet } from "../../../frontend/designer/tree/add-block";
import { AddFieldsSheet } from "../../../frontend/designer/tree/add-fields";
import { AddPageSheet } from "../../../frontend/designer/tree/add-page";
import { spotOf } from "../../../frontend/designer/tree/spot";
import { everyBlock, INNER, LIST } from "./all-blocks";
import { openedEditor } from "./fake-server";

/** happy-dom has no popovers. */
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

function opened(): Editor {
  const editor = openedEditor();
  editor.store.adopt({ ...editor.store.design.peek(), ...everyBlock() });
  return editor;
}

/** The panel of a block that stands in a group within a group. */
function panelOf(id: string): { readonly now: () => Record<string, unknown> } {
  const editor = opened();
  const path = [...INNER, id];
  editor.select({ document: "workspace", path });
  render(<Inspector editor={editor} />);
  return { now: () => valueAt(editor.documents.workspace, path) as Record<string, unknown> };
}

const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const type = (label: string, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (label: string) => fireEvent.click(screen.getByLabelText(label));
const offered = (label: string) =>
  [...(screen.getByLabelText(label) as HTMLSelectElement).options].map(({ value }) => value);

it("[DSG-10] a list is simple or cards, searched by one field or none, in sections and by pages", () => {
  const { now } = panelOf("mine");

  choose("Rows look like", "card");
  choose("Searches first in", "number");
  choose("Sections by", "customer.city");
  type("Rows shown at a time", "20");
  press("Several can be chosen");
  press("Confirm");

  expect(now()).toMatchObject({
    style: "card",
    searchBy: "number",
    section: "customer.city",
    pageSize: 20,
    select: true,
    swipe: [],
  });
  press("Show the search bar");
  expect(now().searchBar).toBe(false);
  expect(screen.queryByLabelText("Searches first in")).toBeNull();
});

it("[DSG-09] how many rows are fetched is a number from 1 to 500; another is said and not written", () => {
  const { now } = panelOf("mine");

  type("Rows fetched at a time", "501");
  const wrong = screen.getByLabelText("Rows fetched at a time").getAttribute("aria-invalid");
  type("Rows fetched at a time", "80");

  expect(wrong).toBe("true");
  expect(now().fetchSize).toBe(80);
});

it("[DSG-08] a link counts rows, or takes the count from a number of the record", () => {
  const { now } = panelOf("lines");

  const before = offered("The count comes from");
  choose("The count comes from", "");

  expect(before).toEqual(["", "lines"]);
  expect(now().countFrom).toBeNull();
  press("Show how many");
  expect(now().count).toBe(false);
  expect(screen.queryByLabelText("The count comes from")).toBeNull();
});

it("[DSG-22] the look of a group is its own, or as around it", () => {
  const editor = opened();
  const path = [...LIST, "outer", "blocks", "inner"];
  editor.select({ document: "workspace", path });
  render(<Inspector editor={editor} />);
  const look = () => valueAt(editor.documents.workspace, [...path, "look"]);

  choose("Colour", "teal");
  choose("Emphasis", "strong");
  const both = look();
  choose("Colour", "");
  choose("Emphasis", "");
  choose("Blocks stand", "columns");

  expect(both).toEqual({ colour: "teal", filled: null, size: null, weight: "strong" });
  expect(look()).toBeNull();
  expect(valueAt(editor.documents.workspace, [...path, "direction"])).toBe("columns");
});

it("[DSG-22] fields stand in columns, and a part shows another page of the record", () => {
  const fields = panelOf("deep");
  choose("Columns", "2");
  expect(fields.now().columns).toBe(2);
  cleanup();

  const part = panelOf("of_customer");
  expect(offered("Shows the page")).toEqual(["customer/customer", "orders"]);
  choose("Shows the page", "orders");

  expect(part.now()).toMatchObject({ page: "orders", through: null });
});

it("a chart shows one number against a goal, or a measure by a field", () => {
  const { now } = panelOf("bars");

  choose("Figure", "count");
  const counted = now().measure;
  choose("Figure", "average");
  const averaged = now().measure;
  choose("Kind of chart", "trend");
  const dates = offered("Drawn by");
  choose("Drawn by", "placed");
  choose("Dates together by", "week");

  expect(counted).toEqual({ of: "count", field: null });
  expect(averaged).toEqual({ of: "average", field: "total" });
  expect(dates.filter(Boolean)).toEqual(["status", "placed", "begun"]);
  expect(now()).toMatchObject({ style: "trend", by: "placed", period: "week" });
  choose("Kind of chart", "number");
  type("Goal", "1000.50");
  expect(now().goal).toBe("1000.50");
  type("Goal", "many");
  expect(now().goal).toBe("1000.50");
  expect(screen.getByLabelText("Goal").getAttribute("aria-invalid")).toBe("true");
});

it("a calendar stands by a date, and a timer runs between two", () => {
  const calendar = panelOf("days");
  choose("By date", "begun");
  choose("Badge", "status");
  expect(calendar.now()).toMatchObject({ date: "begun", badge: "status" });
  cleanup();

  const timer = panelOf("since");
  choose("Until", "");
  expect(timer.now()).toMatchObject({ since: "begun", until: null });
});

it("a report has at most two groups, and columns with totals of numbers alone", () => {
  const { now } = panelOf("sums");

  expect(screen.queryByLabelText("Add to Grouped by")).toBeNull();
  press("Remove Customer · City");
  choose("Add to Grouped by", "placed");
  choose("Dates together by", "month");
  choose("Total", "average");
  choose("Add to Columns", "lines");

  expect(now()).toMatchObject({ groups: ["status", "placed"], period: "month" });
  expect(now().columns).toEqual([
    { id: "number", field: "number" },
    { id: "total", field: "total", total: "average" },
    { id: "lines", field: "lines" },
  ]);
});

it("[DSG-04] the panel of a page says which record is its own, and how pages stand on the landing page", () => {
  const editor = opened();
  const pages = editor.documents.workspace.pages;
  const own = { id: "own", kind: "single", entity: "order", title: { en: "Mine" }, blocks: [], actions: [] };
  const workspace = { ...editor.documents.workspace, pages: [...pages, own] };
  editor.store.adopt({ ...editor.store.design.peek(), workspace } as never);
  editor.select({ document: "workspace", path: ["pages", "own"] });
  render(<Inspector editor={editor} />);

  choose("Found by", "seller");

  expect(valueAt(editor.documents.workspace, ["pages", "own", "single"])).toEqual({
    of: "me",
    through: "seller",
  });
  expect(screen.getByText(/in their order under Contents/)).toBeTruthy();
});

it("a label of 5,000 characters is said where it is written, and everything stays as it was", () => {
  const { now } = panelOf("since");
  const before = now();

  const label = screen.getByLabelText(/Label, en/) as HTMLInputElement;
  fireEvent.input(label, { target: { value: "x".repeat(5_000) } });
  const said = screen.getByText(/5,000 characters long. At most 200 fit/);
  fireEvent.blur(label);

  expect(said).toBeTruthy();
  expect(now()).toBe(before);
  expect(label.value).toBe("");
  expect(screen.queryByText(/5,000 characters/)).toBeNull();
});

it("[DSG-13] the actions of a page are offered in the order that its designer gives them", () => {
  const editor = opened();
  editor.run(offerAction(editor.documents, "order", "new_order", true));
  editor.select({ document: "workspace", path: ["pages", "order"] });
  render(<Inspector editor={editor} />);

  press("Move New order up");

  expect(valueAt(editor.documents.workspace, ["pages", "order", "actions"])).toEqual([
    "new_order",
    "confirm",
  ]);
});

it("[DSG-05] [DSG-06] rows and lookups open pages of their own entity, and are offered no others", () => {
  const editor = opened();
  const fields = [...LIST, "facts", "fields"];
  const values = (path: Path, label: string) => {
    editor.select({ document: "workspace", path });
    render(<Inspector editor={editor} />);
    const found = offered(label);
    cleanup();
    return found;
  };

  expect(values([...INNER, "mine"], "A tap opens")).toEqual(["", "order"]);
  expect(values([...fields, "customer"], "A tap opens")).toEqual(["", "customer"]);
});

it("[DSG-03] fields of the record and of those that it looks up are placed in the order of picking", () => {
  const editor = opened();
  editor.select({ document: "workspace", path: [...INNER, "deep"] });
  const { fields } = spotOf(editor.whole.peek(), editor.selected.peek());
  if (!fields) throw new Error("no fields");
  render(<AddFieldsSheet editor={editor} into={fields} onNew={cleanup} onClose={cleanup} />);

  for (const name of ["Customer · City", "Number", "Note"]) fireEvent.click(screen.getByLabelText(name));
  fireEvent.click(screen.getByRole("button", { name: "Add 3 fields" }));

  const placed = valueAt(editor.documents.workspace, [...INNER, "deep", "fields"]) as { field: string }[];
  expect(placed.map(({ field }) => field)).toEqual(["total", "customer.city", "number", "note"]);
});

it("what is wrong with a seldom property is not hidden behind the word that hides it", () => {
  const editor = opened();
  const path = [...INNER, "mine", "section"];
  const problem = { code: "design-section-type", arguments: { name: "note" }, field: null };
  const finding = { document: "workspace", level: "error", path, problem };
  const found = () => screen.getByText("More").closest("details")?.open;
  editor.select({ document: "workspace", path: [...INNER, "mine"] });
  render(<Inspector editor={editor} />);
  const before = found();
  cleanup();

  editor.store.adopt({ ...editor.store.design.peek(), findings: [finding as never] });
  render(<Inspector editor={editor} />);

  expect(before).toBe(false);
  expect(found()).toBe(true);
  expect(screen.getByText(/cannot be gathered by a field like/)).toBeTruthy();
});

function adding(path: Path): Editor {
  const editor = opened();
  editor.select({ document: "workspace", path });
  const { page } = spotOf(editor.whole.peek(), editor.selected.peek());
  if (!page) throw new Error("no page");
  render(<AddBlockSheet editor={editor} page={page} onClose={cleanup} />);
  return editor;
}

it("[DSG-22] a block is added to the group that is selected, and to the page where none is", () => {
  const inside = adding([...LIST, "outer", "blocks", "inner"]);
  choose("Kind of block", "group");
  type("Heading", "Deepest");
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
  const outside = adding([...LIST, "facts"]);
  choose("Kind of block", "timer");
  fireEvent.click(screen.getByRole("button", { name: "Add" }));

  expect(idsAt(inside.documents.workspace, INNER).at(-1)).toBe("deepest");
  expect(inside.selected.peek().path).toEqual([...INNER, "deepest"]);
  expect(idsAt(outside.documents.workspace, LIST).at(-1)).toBe("timer");
});

it("a chart is asked what it counts and by what, and gets what was answered", () => {
  const editor = adding([...LIST, "facts"]);

  choose("Kind of block", "chart");
  choose("Rows of", "order");
  choose("Kind of chart", "trend");
  choose("What is counted", "total");
  choose("Drawn by", "begun");
  fireEvent.click(screen.getByRole("button", { name: "Add" }));

  const id = idsAt(editor.documents.workspace, LIST).at(-1) ?? "";
  expect(valueAt(editor.documents.workspace, [...LIST, id])).toMatchObject({
    type: "chart",
    entity: "order",
    parent: null,
    style: "trend",
    measure: { of: "sum", field: "total" },
    by: "begun",
    period: "month",
  });
});

it("[DSG-04] what shows a record is not offered for a page without one, nor a part that contains the page", () => {
  adding(["pages", "orders"]);
  const onList = offered("Kind of block");
  cleanup();
  adding(["pages", "customer"]);
  choose("Kind of block", "part");

  expect(onList).toEqual(["list", "chart", "calendar", "report", "group"]);
  expect(offered("Shows the page"), "the page of an order shows the customer's").toEqual(["orders"]);
});

it("[DSG-04] a page that finds its record by itself is chosen by what it shows", () => {
  const editor = opened();
  render(
    <AddPageSheet
      editor={editor}
      spot={spotOf(editor.whole.peek(), editor.selected.peek())}
      onClose={cleanup}
    />,
  );

  choose("What it has", "single");
  choose("The page shows", "order/me/seller");
  fireEvent.click(screen.getByRole("button", { name: "Add" }));

  expect(editor.documents.workspace.pages.at(-1)).toMatchObject({
    kind: "single",
    entity: "order",
    single: { of: "me", through: "seller" },
  });
});
