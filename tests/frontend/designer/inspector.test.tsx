import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addField } from "../../../frontend/designer/commands/entities";
import { valueAt } from "../../../frontend/designer/document";
import { Editor } from "../../../frontend/designer/editor";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { DesignStore } from "../../../frontend/designer/store";
import { EntityScope } from "../../../frontend/designer/tree/entity-scope";
import { rowsOf } from "../../../frontend/designer/tree/nodes";
import { Client } from "../../../frontend/rest/client";
import { FakeClock, FakeServer, memoryKeep } from "./fake-server";

/** happy-dom has no popovers. */
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const COUNT = ["entities", "order", "fields", "count"];

function editor(): Editor {
  const server = new FakeServer();
  let made = 0;
  const store = new DesignStore(structuredClone(server.design), {
    port: server,
    keep: memoryKeep(),
    clock: new FakeClock(),
    newId: () => `id-${++made}`,
    random: () => 0,
  });
  return new Editor("sales", store, new Client({ fetch: () => Promise.reject(new Error("no network")) }));
}

function atCount(): Editor {
  const opened = editor();
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

it("[DSG-10] a view is narrowed by choosing values, and its last value stays", () => {
  const opened = editor();
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

it("[DSG-03] all entities of the organisation are one press away, and one that no page uses shows itself", () => {
  const opened = editor();
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
