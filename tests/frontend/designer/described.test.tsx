/** What a new entity is asked at once, what a new record begins with, and which actions a page can offer. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addAction } from "../../../frontend/designer/commands/actions";
import { addField } from "../../../frontend/designer/commands/entities";
import { valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { AddActionSheet } from "../../../frontend/designer/tree/add-action";
import { AddEntitySheet } from "../../../frontend/designer/tree/add-entity";
import { addItems } from "../../../frontend/designer/tree/add-menu";
import { AddNewFieldSheet } from "../../../frontend/designer/tree/add-new-field";
import { spotOf } from "../../../frontend/designer/tree/spot";
import type { Action, Entity } from "../../../frontend/protocol";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs and has no popovers. */
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal() {}, close() {} });
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const write = (label: string | RegExp, words: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: words } });
const choose = (label: string, value: string, nth = 0) =>
  fireEvent.change(screen.getAllByLabelText(label)[nth] as HTMLElement, { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name, hidden: true }));

it("[DSG-03] a new entity is asked what one is called by, and where its lookups and choices lead", () => {
  const opened = openedEditor();
  render(<AddEntitySheet editor={opened} onClose={() => {}} />);

  write(/^One is called/, "Visit");
  write("Known by", "Purpose");
  press("Add a field");
  write("Name", "Visitor");
  choose("Type", "lookup");
  choose("Points at", "person");
  press("Add a field");
  fireEvent.input(screen.getAllByLabelText("Name")[1] as HTMLElement, { target: { value: "State" } });
  choose("Type", "choice", 1);
  write("Choices", "Planned, Done");
  press("Add");

  const made = valueAt(opened.documents.model, ["entities", "visit"]) as Entity;
  expect(made.title).toBe("purpose");
  expect(made.fields).toMatchObject([
    { id: "purpose", type: "text", label: { en: "Purpose" }, required: true },
    { id: "visitor", type: "lookup", target: "person" },
    { id: "state", type: "choice", choices: [{ id: "planned" }, { id: "done" }] },
  ]);
});

it("[DSG-03] an entity of which nothing else is said is called by its name", () => {
  const opened = openedEditor();
  render(<AddEntitySheet editor={opened} onClose={() => {}} />);

  write(/^One is called/, "Visit");
  write("Known by", " ");
  press("Add");

  expect(valueAt(opened.documents.model, ["entities", "visit"])).toMatchObject({
    title: "name",
    fields: [{ id: "name", label: { en: "Name" } }],
  });
});

it("[DSG-03] a new entity that no page shows yet is selected, so that it can be gone on with", () => {
  const opened = openedEditor();
  render(<AddEntitySheet editor={opened} onClose={() => {}} />);

  write(/^One is called/, "Visit");
  press("Add a field");
  write("Name", "Visitor");
  fireEvent.click(screen.getByLabelText("Show it on the phone: a list, a page and actions"));
  press("Add");

  expect(opened.selected.value).toMatchObject({ document: "model", path: ["entities", "visit"] });
  expect(opened.allEntities.value).toBe(true);
});

it("[DSG-11] a form that creates a record is told what it begins with, and asks no comment", () => {
  const opened = openedEditor();
  const action = { kind: "create", entity: "order", label: "Rush order" } as const;
  opened.run(addAction(opened.documents, NOTHING_RESERVED, action));
  opened.select({ document: "workspace", path: ["actions", "rush_order"] });
  render(<Inspector editor={opened} />);

  const begins = within(screen.getByRole("group", { name: "Begins with" }));
  fireEvent.change(begins.getByLabelText("Set a field"), { target: { value: "status" } });
  fireEvent.change(begins.getByLabelText("Set a field"), { target: { value: "note" } });

  const kept = valueAt(opened.documents.workspace, ["actions", "rush_order"]) as Action;
  expect(kept.settings).toMatchObject([
    { field: "status", to: "value", value: "open" },
    { field: "note", to: "value" },
  ]);
});

it("[DSG-11] a new form asks what is ticked, and a date of it begins with today", () => {
  const opened = openedEditor();
  opened.run(addField(opened.documents, NOTHING_RESERVED, "order", { label: "Due", type: "date" }));
  const spot = spotOf(opened.whole.value, { document: "workspace", path: [] });
  render(<AddActionSheet editor={opened} spot={spot} onClose={() => {}} />);
  choose("What it does", "create");
  choose("Entity", "order");
  const asks = within(screen.getByRole("group", { name: "The form asks for", hidden: true }));

  fireEvent.click(asks.getByRole("button", { name: "None", hidden: true }));
  fireEvent.click(asks.getByLabelText("Due"));
  fireEvent.click(
    within(screen.getByRole("group", { name: "Begins with today", hidden: true })).getByLabelText("Due"),
  );
  write(/^Label/, "Ask");
  press("Add");

  expect(valueAt(opened.documents.workspace, ["actions", "ask"])).toMatchObject({
    fields: [{ field: "due" }],
    settings: [{ field: "due", to: "now" }],
  });
});

it("[DSG-11] a form over a record can begin with today as well, and is told so where it is made and later", () => {
  const opened = openedEditor();
  opened.run(addField(opened.documents, NOTHING_RESERVED, "order", { label: "Due", type: "date" }));
  const spot = spotOf(opened.whole.value, { document: "workspace", path: [] });
  const { unmount } = render(<AddActionSheet editor={opened} spot={spot} onClose={() => {}} />);
  choose("Entity", "order");
  choose("What it does", "edit");
  fireEvent.click(
    within(screen.getByRole("group", { name: "Begins with today", hidden: true })).getByLabelText("Due"),
  );
  write(/^Label/, "Deliver");
  press("Add");
  unmount();

  const path = ["actions", "deliver"];
  expect(valueAt(opened.documents.workspace, path)).toMatchObject({
    kind: "edit",
    settings: [{ field: "due", to: "now" }],
  });
  opened.select({ document: "workspace", path });
  render(<Inspector editor={opened} />);
  const begins = within(screen.getByRole("group", { name: "Begins with" }));
  expect((begins.getByLabelText("Due") as HTMLSelectElement).value).toBe("now");
});

it("[DSG-11] a step can set a date to the day on which it is done", () => {
  const opened = openedEditor();
  opened.run(addField(opened.documents, NOTHING_RESERVED, "order", { label: "Due", type: "date" }));
  const spot = spotOf(opened.whole.value, { document: "workspace", path: [] });
  render(<AddActionSheet editor={opened} spot={spot} onClose={() => {}} />);
  choose("Entity", "order");
  choose("What it does", "step");

  expect(screen.queryByRole("group", { name: "The form asks for", hidden: true })).toBeNull();
  fireEvent.click(
    within(screen.getByRole("group", { name: "Set to today", hidden: true })).getByLabelText("Due"),
  );
  write(/^Label/, "Look at");
  press("Add");

  const made = valueAt(opened.documents.workspace, ["actions", "look_at"]) as Action;
  expect(made.settings).toMatchObject([{ field: "due", to: "now" }]);
});

it("[DSG-11] a field can be added wherever one is, to the entity that is chosen", () => {
  const opened = openedEditor();
  opened.select({ document: "workspace", path: [] });
  const added: string[] = [];
  const offered = addItems(opened, (adding) => added.push(adding)).find(({ label }) => label === "New field");
  offered?.onSelect();
  const spot = spotOf(opened.whole.value, opened.selected.value);
  render(<AddNewFieldSheet editor={opened} spot={spot} onClose={() => {}} />);

  choose("Entity", "customer");
  write(/^Name/, "Nickname");
  press("Add");

  expect(added).toEqual(["field"]);
  const holder = valueAt(opened.documents.model, ["entities", "customer"]) as Entity;
  expect(holder.fields.at(-1)).toMatchObject({ id: "nickname" });
});

it("[DSG-13] a page of one record offers to create what hangs on it, and nothing of other entities", () => {
  const opened = openedEditor();
  const labels = { create: "Order for it", edit: "Change an order" } as const;
  for (const kind of ["create", "edit"] as const) {
    opened.run(addAction(opened.documents, NOTHING_RESERVED, { kind, entity: "order", label: labels[kind] }));
  }
  opened.select({ document: "workspace", path: ["pages", "customer"] });
  render(<Inspector editor={opened} />);

  fireEvent.click(screen.getByLabelText("Order for it"));

  expect(valueAt(opened.documents.workspace, ["pages", "customer", "actions"])).toContain("order_for_it");
  expect(screen.queryByLabelText("Change an order")).toBeNull();
});

it("[DSG-13] a new action stands on the page that is selected, where it fits, and is selected itself", () => {
  const opened = openedEditor();
  const spot = spotOf(opened.whole.value, { document: "workspace", path: ["pages", "customer"] });
  render(<AddActionSheet editor={opened} spot={spot} onClose={() => {}} />);

  choose("What it does", "create");
  choose("Entity", "order");
  write(/^Label/, "Order for it");
  press("Add");

  expect(valueAt(opened.documents.workspace, ["pages", "customer", "actions"])).toEqual(["order_for_it"]);
  expect(opened.selected.value.path).toEqual(["actions", "order_for_it"]);
});
