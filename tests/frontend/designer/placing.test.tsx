/** Where what is new lands: an action on the page where it belongs, a field on every page and form. */
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { addAction } from "../../../frontend/designer/commands/actions";
import { valueAt } from "../../../frontend/designer/document";
import { NOTHING_RESERVED } from "../../../frontend/designer/ids";
import { ProblemList } from "../../../frontend/designer/problems/problem-list";
import { AddActionSheet } from "../../../frontend/designer/tree/add-action";
import { AddNewFieldSheet } from "../../../frontend/designer/tree/add-new-field";
import { spotOf } from "../../../frontend/designer/tree/spot";
import { VerifySheet } from "../../../frontend/designer/verify/verify-sheet";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs and has no popovers. */
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal() {}, close() {} });
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const FACTS = ["pages", "order", "blocks", "facts", "fields"];
const NOWHERE = { document: "workspace", path: [] } as const;
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name, hidden: true }));
const write = (label: string, words: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value: words } });

it("[DSG-13] a new action stands on the page where it belongs, unless the designer says no", () => {
  for (const offered of [true, false]) {
    const opened = openedEditor();
    const spot = spotOf(opened.whole.value, NOWHERE);
    render(<AddActionSheet editor={opened} spot={spot} onClose={() => {}} />);
    fireEvent.change(screen.getByLabelText("What it does"), { target: { value: "edit" } });
    fireEvent.change(screen.getByLabelText("Entity"), { target: { value: "order" } });
    write("Label required", "Inspect");
    if (!offered) fireEvent.click(screen.getByLabelText("Offer it on Order"));

    press("Add");

    const there = valueAt(opened.documents.workspace, ["pages", "order", "actions"]) as string[];
    expect(there.includes("inspect")).toBe(offered);
    expect(opened.selected.value.path).toEqual(["actions", "inspect"]);
    cleanup();
  }
});

it("[DSG-13] an action that no page offers is told so where it is tried, and offered at a press", () => {
  const opened = openedEditor();
  const inspect = { kind: "edit", entity: "order", label: "Inspect" } as const;
  opened.run(addAction(opened.documents, NOTHING_RESERVED, inspect));
  opened.practice.value = { person: "p1", name: "Femke", put: [{ entity: "order", rows: [["o1", 1, {}]] }] };
  const action = opened.whole.value.workspace.actions.find(({ id }) => id === "inspect");
  if (!action) throw new Error("Nothing was added");
  render(<VerifySheet editor={opened} action={action} onClose={() => {}} />);
  const before = screen.getAllByRole("listitem", { hidden: true })[0]?.textContent;

  press("Offer it on Order");

  expect(before).toBe("No page offers it yet.");
  expect(valueAt(opened.documents.workspace, ["pages", "order", "actions"])).toContain("inspect");
});

it("[DSG-13] the list of problems puts an action that no page offers on its page", () => {
  const opened = openedEditor();
  const inspect = { kind: "edit", entity: "order", label: "Inspect" } as const;
  opened.run(addAction(opened.documents, NOTHING_RESERVED, inspect));
  const problem = { code: "design-action-nowhere", arguments: { action: "inspect" }, field: null };
  opened.store.adopt({
    ...opened.store.design.peek(),
    findings: [
      {
        document: "workspace",
        level: "warning",
        path: ["actions", "inspect"],
        problem: { ...problem, sentence: null, remedy: null },
      },
    ],
  });
  render(<ProblemList editor={opened} onClose={() => {}} />);

  press("Offer it on Order");

  expect(screen.getByText("No page offers the action “inspect”.")).toBeTruthy();
  expect(valueAt(opened.documents.workspace, ["pages", "order", "actions"])).toContain("inspect");
});

it("[DSG-03] a new field lands on every page and form of its entity in one step, but where it is unticked", () => {
  const opened = openedEditor();
  const change = { kind: "edit", entity: "order", label: "Change", page: "order" } as const;
  opened.run(addAction(opened.documents, NOTHING_RESERVED, change));
  const spot = spotOf(opened.whole.value, { document: "workspace", path: ["pages", "order"] });
  render(<AddNewFieldSheet editor={opened} spot={spot} onClose={() => {}} />);
  const has = (path: readonly string[]) =>
    (valueAt(opened.documents.workspace, path) as { field: string }[]).some(({ field }) => field === "photo");
  const places = [FACTS, ["actions", "new_order", "fields"], ["actions", "change", "fields"]];
  write("Name required", "Photo");

  fireEvent.click(screen.getByLabelText("New order"));
  press("Add");

  expect(places.map(has)).toEqual([true, false, true]);
  opened.undo();
  expect(places.map(has)).toEqual([false, false, false]);
});
