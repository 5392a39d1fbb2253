/** Rules in the designer: written by a formula or by choosing, tried, taken away, and what stands in their way. */
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { addField } from "../../../frontend/designer/commands/entities";
import { setProperty } from "../../../frontend/designer/commands/nodes";
import { type Path, valueAt } from "../../../frontend/designer/document";
import type { Editor } from "../../../frontend/designer/editor";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { ProblemList } from "../../../frontend/designer/problems/problem-list";
import { loadRuleControl } from "../../../frontend/designer/rules/load-rule-control";
import type { Action, Finding } from "../../../frontend/protocol";
import { openedEditor } from "./fake-server";

/** What comes late is here: a busy machine takes longer over it than a test waits. */
beforeAll(async () => {
  await loadRuleControl();
});
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal: vi.fn(), close: vi.fn() });
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn(), hidePopover: vi.fn() });
});
afterEach(cleanup);

const COUNT = ["entities", "order", "fields", "count"];
const CUSTOMER = "01900000-0000-7000-9000-000000000001";

function at(document: "model" | "workspace", path: Path, change?: (opened: Editor) => void): Editor {
  const opened = openedEditor();
  const field = { label: "Count", type: "integer" } as const;
  opened.run(addField(opened.documents, opened.reserved.peek(), "order", field));
  opened.practice.value = {
    person: "01900000-0000-7000-8000-000000000001",
    name: "Ana",
    put: [
      { entity: "customer", rows: [[CUSTOMER, 1, { name: "Norr", city: "Umeå" }]] },
      {
        entity: "order",
        rows: [["01900000-0000-7000-a000-000000000001", 1, { customer: CUSTOMER, number: "7" }]],
      },
    ],
  };
  change?.(opened);
  opened.select({ document, path });
  render(<Inspector editor={opened} />);
  return opened;
}

const model = (opened: Editor, path: Path) => valueAt(opened.documents.model, path);
const button = (name: string | RegExp) => screen.findByRole("button", { name, hidden: true });
const formula = () => screen.getByLabelText("Formula", { selector: "textarea" }) as HTMLTextAreaElement;

const suggested = () => [...document.querySelectorAll('[role="listbox"] > [role="option"]')];

async function open(name: string | RegExp): Promise<void> {
  fireEvent.click(await button(name));
}

function type(text: string, caret = text.length): void {
  formula().value = text;
  formula().setSelectionRange(caret, caret);
  fireEvent.input(formula());
}

it("[DSG-13] an action copies the record on show, and a formula over it makes what a field begins with", async () => {
  const path = ["actions", "new_order"];
  const opened = at("workspace", path);

  fireEvent.click(screen.getByRole("switch", { name: "Copies the record on show" }));
  fireEvent.change(screen.getByLabelText("Set a field"), { target: { value: "count" } });
  fireEvent.change(await screen.findByLabelText("Count"), { target: { value: "rule" } });
  await open("Write a rule: Formula for Count");
  type("[Count] + 1");
  fireEvent.click(await button("Use rule"));

  const action = valueAt(opened.documents.workspace, path) as Action;
  expect(action.copies).toBe(true);
  expect(action.settings).toEqual([expect.objectContaining({ field: "count", to: "rule" })]);
  expect(action.settings[0]?.rule).toMatchObject({ op: "add" });
  expect(screen.queryByRole("switch", { name: "On the landing page as well" })).toBeNull();
});

it("[DSG-17] a computed value is written as a formula, shown as one, and undone in one step", async () => {
  const opened = at("model", COUNT);

  await open("Write a rule: Computed by");
  type("LEN([Customer].[Name]) * 2");
  fireEvent.click(await button("Use rule"));

  expect(model(opened, [...COUNT, "computed"])).toEqual({
    op: "multiply",
    of: [
      { op: "length", of: [{ op: "field", path: "customer.name" }] },
      { op: "value", type: "integer", value: 2 },
    ],
  });
  const shown = await button(/^Change the rule Computed by/);
  expect(shown.textContent).toBe("LEN([Customer].[Name]) * 2");
  await waitFor(() => expect(document.activeElement).toBe(shown));
  opened.undo();
  expect(model(opened, [...COUNT, "computed"]) ?? null).toBeNull();
});

it("[DSG-17] a rule is tried on a practice record, and on what is typed in its place", async () => {
  at("model", COUNT);
  await open("Write a rule: Computed by");

  type("LEN([Customer].[Name])");
  const tried = within(screen.getByRole("region", { name: "Try it", hidden: true }));
  const before = tried.getByRole("status", { hidden: true }).textContent;
  fireEvent.input(tried.getByLabelText("Customer · Name"), { target: { value: "Sundsvall" } });

  expect(before).toContain("4");
  expect(tried.getByRole("status", { hidden: true }).textContent).toContain("9");
  expect(screen.getByRole("region", { name: "Depends on", hidden: true }).textContent).toContain(
    "Customer › NameCustomer",
  );
});

it("[DSG-17] a formula with something wrong is not taken, and the wrong part is chosen", async () => {
  const opened = at("model", COUNT);
  await open("Write a rule: Computed by");

  type("1 + [Nothing]");
  fireEvent.click(await button("Use rule"));

  expect(screen.getByRole("alert", { hidden: true }).textContent).toContain("There is no field Nothing here");
  expect(formula().getAttribute("aria-invalid")).toBe("true");
  expect([formula().selectionStart, formula().selectionEnd]).toEqual([4, 13]);
  expect(model(opened, [...COUNT, "computed"]) ?? null).toBeNull();
});

it("[DSG-17] a rule of another type than its field says what is wanted", async () => {
  at("model", COUNT);
  await open("Write a rule: Computed by");

  type("[Customer].[Name]");
  fireEvent.click(await button("Use rule"));

  expect(screen.getByRole("alert", { hidden: true }).textContent).toContain("a whole number is wanted");
});

it("[DSG-17] a rule that refers to itself is told while it is written, also in a circle", async () => {
  const opened = at("model", COUNT, (editor) => {
    const field = { label: "Twice", type: "integer" } as const;
    editor.run(addField(editor.documents, editor.reserved.peek(), "order", field));
  });
  await open("Write a rule: Computed by");
  type("[Twice] + 1");
  fireEvent.click(await button("Use rule"));
  cleanup();
  opened.select({ document: "model", path: ["entities", "order", "fields", "twice"] });
  render(<Inspector editor={opened} />);
  await open("Write a rule: Computed by");

  type("[Count] * 2");
  fireEvent.click(await button("Use rule"));

  expect(screen.getByRole("alert", { hidden: true }).textContent).toContain("Twice → Count → Twice");
  expect(model(opened, ["entities", "order", "fields", "twice", "computed"]) ?? null).toBeNull();
});

it("[DSG-17] a computed value is one for everybody, and its rule cannot ask who or when", async () => {
  at("model", COUNT);
  await open("Write a rule: Computed by");

  type("YEAR(TODAY())");
  fireEvent.click(await button("Use rule"));

  expect(screen.getByRole("alert", { hidden: true }).textContent).toContain("the same for everybody");
});

it("[DSG-17] suggestions are chosen by the keyboard and told to a screen reader", async () => {
  at("model", COUNT);
  await open("Write a rule: Computed by");

  type("[Cu");
  const active = formula().getAttribute("aria-activedescendant");
  const chosen = suggested().find(({ id }) => id === active);
  fireEvent.keyDown(formula(), { key: "Enter" });

  expect(chosen?.textContent).toContain("Customer");
  expect(formula().value).toBe("[Customer]");
  expect(formula().hasAttribute("aria-activedescendant")).toBe(false);
});

it("[DSG-17] Escape puts the suggestions away and leaves the sheet open", async () => {
  at("model", COUNT);
  await open("Write a rule: Computed by");
  type("[Cu");

  fireEvent.keyDown(formula(), { key: "Escape" });

  expect(suggested()).toEqual([]);
  expect(formula().value).toBe("[Cu");
});

it("[DSG-17] a condition is chosen, or written where choosing does not reach", async () => {
  const path = ["pages", "order", "blocks", "facts", "fields", "status"];
  const opened = at("workspace", path);
  const rule = () => valueAt(opened.documents.workspace, [...path, "visibleWhen"]) ?? null;
  const select = screen.getByLabelText("Shown when") as HTMLSelectElement;

  fireEvent.change(select, { target: { value: "choice/status" } });
  const chosen = rule();
  fireEvent.change(select, { target: { value: "formula" } });
  await open(/^Change the rule/);
  const begun = formula().value;
  type('OR([Status] = "Open", ISFILLED([Note]))');
  fireEvent.click(await button("Use rule"));
  const written = rule();
  fireEvent.click(await button(/^Remove the rule/));

  expect(chosen).toEqual({ op: "eq", path: "status", value: "open" });
  expect(begun).toBe('[Status] = "Open"');
  expect(written).toEqual({
    op: "or",
    of: [
      { op: "eq", path: "status", value: "open" },
      { op: "not-null", path: "note" },
    ],
  });
  expect(rule()).toBeNull();
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-haspopup")).toBe("dialog"));
});

it("[DSG-17] what must hold of an entity is added with its words, given a field, and taken away", async () => {
  const entity = ["entities", "order"];
  const opened = at("model", entity);
  const all = () => (model(opened, [...entity, "validities"]) ?? []) as readonly Record<string, unknown>[];

  const line = screen.getByLabelText("What to say when it does not hold");
  fireEvent.input(line, { target: { value: "Count something" } });
  fireEvent.submit(line.closest("form") as HTMLFormElement);
  await waitFor(() => formula());
  type("[Count] > 0");
  fireEvent.click(await button("Use rule"));
  await waitFor(() => expect(all()).toHaveLength(1));
  fireEvent.change(screen.getByLabelText("Said at"), { target: { value: "count" } });
  const [added] = all();
  const menu = screen.getByRole("menu", { name: "Actions for Count something", hidden: true });
  fireEvent.click(within(menu).getByRole("menuitem", { name: "Remove", hidden: true }));

  expect(added).toEqual({
    id: "count_something",
    condition: { op: "gt", path: "count", value: 0 },
    message: { en: "Count something" },
    field: "count",
  });
  expect(all()).toEqual([]);
});

it("[DSG-17] a rule that cannot be read does not keep the panel from its work", async () => {
  at("model", COUNT, (editor) => {
    const broken = { op: "add", of: [{ op: "field", path: 3 }] };
    editor.run(setProperty(editor.documents, "model", COUNT, "computed", broken, "Count"));
  });

  expect((await button(/^Change the rule Computed by/)).textContent).toContain("cannot be shown");
  expect(screen.getByLabelText("Least")).toBeTruthy();
});

it("[DSG-17] all problems of a design stand in one list, and each leads to its place", () => {
  const opened = openedEditor();
  const finding = (level: Finding["level"], code: string, path: string[]): Finding => ({
    document: "workspace",
    path,
    level,
    problem: { code, arguments: {}, field: null, sentence: `Say ${code}.`, remedy: null },
  });
  opened.store.adopt({
    ...opened.store.design.peek(),
    findings: [
      finding("warning", "seldom", ["pages", "order", "blocks", "money"]),
      finding("error", "broken", ["pages", "order", "blocks", "facts", "fields", "status", "visibleWhen"]),
    ],
  });
  const onClose = vi.fn();
  render(<ProblemList editor={opened} onClose={onClose} />);

  const [first] = screen.getAllByRole("button", { name: /Say/, hidden: true });
  fireEvent.click(first as HTMLElement);

  expect(first?.textContent).toContain("Say broken.Order › Fields › State");
  expect(onClose).toHaveBeenCalled();
  expect(opened.selected.value.path).toEqual(["pages", "order", "blocks", "facts", "fields", "status"]);
});
