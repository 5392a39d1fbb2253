import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addField } from "../../../frontend/designer/commands/entities";
import { valueAt } from "../../../frontend/designer/document";
import type { Editor } from "../../../frontend/designer/editor";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { EntityScope } from "../../../frontend/designer/tree/entity-scope";
import { rowsOf } from "../../../frontend/designer/tree/nodes";
import type { Field } from "../../../frontend/protocol";
import { openedEditor } from "./fake-server";

/** happy-dom has no popovers. */
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const COUNT = ["entities", "order", "fields", "count"];

function atCount(): Editor {
  const opened = openedEditor();
  const field = { label: "Count", type: "integer" } as const;
  opened.run(addField(opened.documents, opened.reserved.peek(), "order", field));
  opened.select({ document: "model", path: COUNT });
  render(<Inspector editor={opened} />);
  return opened;
}

const kept = (opened: Editor, key: string) => valueAt(opened.documents.model, [...COUNT, key]);
const write = (label: string, words: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: words } });

it("[DSG-17] limits and the default are written as values of the field's type", () => {
  const opened = atCount();

  write("Least", "1");
  write("Most", "20");
  write("Begins as", "5");

  expect(["minimum", "maximum", "default"].map((key) => kept(opened, key))).toEqual([1, 20, 5]);
});

it("[DSG-17] what is no value of the type, or outside its limits, is said and not written", () => {
  const opened = atCount();
  write("Most", "20");

  write("Least", "few");
  write("Begins as", "21");

  expect(kept(opened, "minimum") ?? null).toBeNull();
  expect(kept(opened, "default") ?? null).toBeNull();
  expect(screen.getByLabelText("Least").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByLabelText("Begins as").getAttribute("aria-invalid")).toBe("true");
});

it("[ADM-07] [BEY-03] what becomes of two changes of a field is chosen among what its type can have", () => {
  const opened = atCount();
  const select = screen.getByLabelText("If two people change it") as HTMLSelectElement;
  const offered = [...select.options].map(({ value }) => value);

  fireEvent.change(select, { target: { value: "add" } });

  expect(offered).toEqual(["", "ask", "office", "device", "add", "greatest", "least"]);
  expect(kept(opened, "policy")).toBe("add");
});

it("[ADM-07] [CON-01] an entity says what becomes of two changes where its fields do not", () => {
  const opened = openedEditor();
  opened.select({ document: "model", path: ["entities", "order"] });
  render(<Inspector editor={opened} />);

  const select = screen.getByLabelText("If two people change the same field");
  fireEvent.change(select, { target: { value: "device" } });

  expect(valueAt(opened.documents.model, ["entities", "order", "policy"])).toBe("device");
});

it("[DSG-10] a view is narrowed by choosing values, and its last value stays", () => {
  const opened = openedEditor();
  const block = ["pages", "orders", "blocks", "rows"];
  opened.select({ document: "workspace", path: block });
  render(<Inspector editor={opened} />);
  const shows = () => valueAt(opened.documents.workspace, [...block, "views", "busy", "condition"]);

  write("New view", "Busy");
  fireEvent.submit(screen.getByLabelText("New view").closest("form") as HTMLFormElement);
  fireEvent.change(screen.getByLabelText("Busy shows"), { target: { value: "choice/status" } });
  fireEvent.input(screen.getByLabelText("Busy shows"), { target: { value: "choice/status" } });

  expect(shows()).toEqual({ op: "eq", path: "status", value: "open" });
  expect((screen.getByLabelText("Open") as HTMLInputElement).disabled).toBe(true);
  fireEvent.click(screen.getByLabelText("Confirmed"));
  expect(shows()).toEqual({ op: "in", path: "status", value: ["open", "confirmed"] });
});

it("[DSG-17] a choice is added by its name, written in every language, moved and removed", () => {
  const opened = openedEditor();
  const status = ["entities", "order", "fields", "status"];
  opened.select({ document: "model", path: status });
  render(<Inspector editor={opened} />);
  const choices = () => valueAt(opened.documents.model, [...status, "choices"]) as Field["choices"];
  const ids = () => choices().map(({ id }) => id);
  const before = ids();
  const press = (name: string, item: string) => {
    const menu = within(screen.getByRole("menu", { name: `Actions for ${name}`, hidden: true }));
    fireEvent.click(menu.getByRole("menuitem", { name: item, hidden: true }));
  };

  write("New choice", "Waits");
  fireEvent.blur(screen.getByLabelText("New choice"));
  write("Waits, sv", "Väntar");
  press("Waits", "Move up");

  expect(ids()).toEqual([...before.slice(0, -1), "waits", ...before.slice(-1)]);
  expect(choices().at(-2)?.label).toEqual({ en: "Waits", sv: "Väntar" });
  press("Waits", "Remove");
  expect(ids()).toEqual(before);
});

it("[DSG-03] all entities of the organisation are one press away, and one that no page uses shows itself", () => {
  const opened = openedEditor();
  const entities = () =>
    rowsOf(opened.tree.value, new Set(["section:entities"])).filter(({ node }) => node.kind === "entity");
  render(<EntityScope editor={opened} />);
  const before = entities().length;

  fireEvent.click(screen.getByRole("button", { name: "Show all 3 entities" }));
  expect(entities().length).toBe(3);
  fireEvent.click(screen.getByRole("button", { name: "Show only the entities used here" }));
  expect(entities().length).toBe(before);
  opened.select({ document: "model", path: ["entities", "person"] });

  expect(entities().map(({ node }) => node.path[1])).toContain("person");
});
