/** Lines of a form, and what its fields and actions are set to, in the panels of the designer. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addAction } from "../../../frontend/designer/commands/actions";
import { addLines, formsAfter, lineKinds, pagesAfter } from "../../../frontend/designer/commands/lines";
import { addShownFields } from "../../../frontend/designer/commands/shown-fields";
import { idsAt, valueAt } from "../../../frontend/designer/document";
import type { Editor } from "../../../frontend/designer/editor";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { nodeByPath } from "../../../frontend/designer/tree/nodes";
import { removal } from "../../../frontend/designer/tree/operations";
import { spotOf } from "../../../frontend/designer/tree/spot";
import { wholeAction } from "../../../frontend/designer/whole";
import type { Action } from "../../../frontend/protocol";
import { documents } from "./documents";
import { openedEditor } from "./fake-server";

beforeEach(() => {
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const ACTION = ["actions", "new_customer"];
const LINES = [...ACTION, "lines", "order"];

/** A form that makes customers, selected. */
function atForm(path: readonly string[] = ACTION): Editor {
  const opened = openedEditor();
  const action = { kind: "create", entity: "customer", label: "New customer" } as const;
  opened.run(addAction(opened.documents, NOTHING_RESERVED, action));
  opened.select({ document: "workspace", path });
  return opened;
}

function withLines(path: readonly string[] = LINES): Editor {
  const opened = atForm();
  const kind = { entity: "order", parent: "customer" };
  opened.run(addLines(opened.documents, NOTHING_RESERVED, "new_customer", kind));
  opened.select({ document: "workspace", path });
  render(<Inspector editor={opened} />);
  return opened;
}

const written = (opened: Editor, path: readonly string[]) => valueAt(opened.documents.workspace, path);
const choose = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe("[DSG-14] [L19] lines of a form", () => {
  it("are put on it from what points at its record, with the fields that a person enters", () => {
    const opened = atForm();
    render(<Inspector editor={opened} />);

    choose("Add lines of…", "order/customer");

    expect(written(opened, LINES)).toMatchObject({ entity: "order", parent: "customer" });
    expect(idsAt(opened.documents.workspace, [...LINES, "fields"])).toEqual(["status", "total", "note"]);
  });

  it("have a name, a least and a most, and stand in the tree with their fields", () => {
    const opened = withLines();

    fireEvent.input(screen.getByLabelText("Lines at least"), { target: { value: "1" } });
    fireEvent.input(screen.getByLabelText("Lines at most"), { target: { value: "201" } });

    expect(written(opened, LINES)).toMatchObject({ least: 1 });
    expect(written(opened, [...LINES, "most"]) ?? 200).toBe(200);
    expect(screen.getByText("Enter a number from 1 to 200.")).toBeTruthy();
    const node = nodeByPath(opened.tree.value, { document: "workspace", path: LINES });
    expect([node?.kind, node?.label, node?.children.map(({ label }) => label)]).toEqual([
      "lines",
      "Orders",
      ["Status", "Total", "Note"],
    ]);
  });

  it("take fields of their own entity, and go as a whole", () => {
    const opened = withLines();
    const spot = spotOf(opened.whole.value, opened.selected.value);
    expect(spot.fields).toMatchObject({ list: [...LINES, "fields"], entity: "order", form: true });

    opened.run(
      addShownFields(opened.documents, NOTHING_RESERVED, spot.fields?.list ?? [], "order", ["number"]),
    );
    expect(idsAt(opened.documents.workspace, [...LINES, "fields"])).toContain("number");
    const node = nodeByPath(opened.tree.value, { document: "workspace", path: LINES });
    opened.run(node ? removal(opened.documents, node) : null);

    expect(idsAt(opened.documents.workspace, [...ACTION, "lines"])).toEqual([]);
  });

  it("are offered for every lookup that leads to the record, and for nothing else", () => {
    const { model } = documents();

    expect(lineKinds(model, "customer")).toEqual([{ entity: "order", parent: "customer", label: "Orders" }]);
    expect(lineKinds(model, "order")).toEqual([]);
  });
});

describe("[DSG-17] [DSG-16] a field of a form", () => {
  it("is hidden, shorter and above nought as the form says", () => {
    const opened = withLines([...LINES, "fields", "total"]);

    fireEvent.click(screen.getByLabelText(/^Not shown/));
    fireEvent.click(screen.getByLabelText("Negative numbers allowed"));
    cleanup();
    opened.select({ document: "workspace", path: [...LINES, "fields", "note"] });
    render(<Inspector editor={opened} />);
    fireEvent.input(screen.getByLabelText("Characters at most here"), { target: { value: "40" } });

    expect(written(opened, [...LINES, "fields", "total"])).toMatchObject({ hidden: true, negative: false });
    expect(written(opened, [...LINES, "fields", "note", "maxLength"])).toBe(40);
  });

  it("that looks up a record says from where, and by what it is named", () => {
    const opened = openedEditor();
    const path = ["actions", "new_order", "fields", "customer"];
    opened.select({ document: "workspace", path });
    const { rerender } = render(<Inspector editor={opened} />);

    fireEvent.click(screen.getByLabelText(/^Chosen in a way of its own/));
    rerender(<Inspector editor={opened} />);
    choose("Named by", "city");
    fireEvent.click(screen.getByLabelText("Chosen on a page of its own"));
    expect(written(opened, [...path, "lookup"])).toEqual({
      page: null,
      display: "city",
      condition: null,
      full: true,
    });
    fireEvent.click(screen.getByLabelText(/^Chosen in a way of its own/));

    expect(written(opened, [...path, "lookup"])).toBeNull();
  });
});

describe("[DSG-13] an action", () => {
  it("is placed, is done without a network or not, and is repeated or not, as its panel says", () => {
    const opened = openedEditor();
    opened.select({ document: "workspace", path: ["actions", "confirm"] });
    render(<Inspector editor={opened} />);

    choose("Where it stands", "menu");
    choose("Without a network", "intent");
    fireEvent.click(screen.getByLabelText(/^Done twice is as done once/));

    expect(written(opened, ["actions", "confirm"])).toMatchObject({
      placement: "menu",
      offline: "intent",
      idempotent: false,
    });
  });

  it("is a wish only where it is a step", () => {
    const opened = atForm();
    render(<Inspector editor={opened} />);

    const offered = [...(screen.getByLabelText("Without a network") as HTMLSelectElement).options];

    expect(offered.map(({ value }) => value)).toEqual(["yes", "online"]);
  });

  it("leads to pages and forms that have a record to show", () => {
    const { model, workspace } = documents();
    const action = (more: Partial<Action>) =>
      wholeAction({ id: "x", kind: "create", entity: "order", label: { en: "X" }, ...more } as Action);
    const pages = (more: Partial<Action>) => pagesAfter(model, workspace, action(more)).map(({ id }) => id);

    expect(pages({})).toEqual(["orders", "order", "customer"]);
    expect(pages({ kind: "delete" })).toEqual(["orders", "customer"]);
    expect(pages({ entity: "customer" })).toEqual(["orders", "customer"]);
    expect(formsAfter(model, workspace, action({ entity: "customer" })).map(({ id }) => id)).toEqual([
      "new_order",
    ]);
    expect(formsAfter(model, workspace, action({}))).toEqual([]);
  });
});
