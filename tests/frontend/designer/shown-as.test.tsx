/** What names an entity's records: a field, or a pattern over several that is written, tried and undone. */
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { showByField, showByPattern } from "../../../frontend/designer/commands/shown-as";
import type { Editor } from "../../../frontend/designer/editor";
import { Inspector } from "../../../frontend/designer/inspector/inspector";
import { entityOf } from "../../../frontend/designer/model-view";
import { fieldsOf, formulaModel } from "../../../frontend/designer/rules/formula-model";
import { patternFields, patternOf, readPattern } from "../../../frontend/designer/rules/pattern";
import { tried } from "../../../frontend/designer/rules/trial";
import type { Entity } from "../../../frontend/protocol";
import { openedEditor } from "./fake-server";

beforeAll(async () => {
  await import("../../../frontend/designer/rules/pattern-sheet");
});
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal: vi.fn(), close: vi.fn() });
});
afterEach(cleanup);

const CUSTOMER = "01900000-0000-7000-9000-000000000001";

function opened(): Editor {
  const editor = openedEditor();
  editor.practice.value = {
    person: "01900000-0000-7000-8000-000000000001",
    name: "Ana",
    put: [
      { entity: "customer", rows: [[CUSTOMER, 1, { name: "Norr" }]] },
      {
        entity: "order",
        rows: [["01900000-0000-7000-a000-000000000001", 1, { customer: CUSTOMER, number: "7" }]],
      },
    ],
  };
  return editor;
}

const order = (editor: Editor) => entityOf(editor.whole.value.model, "order") as Entity;

function read(editor: Editor, pattern: string) {
  const { model } = editor.whole.value;
  return readPattern(pattern, "order", model, formulaModel(model));
}

function shown(editor: Editor, pattern: string, values: Record<string, unknown>) {
  const { rule } = read(editor, pattern);
  if (!rule) throw new Error("The pattern is none");
  const anybody = { person: "", today: "1970-01-01", timeZone: "UTC" };
  const given = { record: null, typed: new Map(Object.entries(values)), lines: new Map() };
  const fields = fieldsOf(editor.whole.value.model);
  return tried(rule, "order", fields, editor.practice.value, anybody, given);
}

describe("a pattern", () => {
  it.each([
    ["{Number} · {Customer}", { number: "7", customer: CUSTOMER }, "7 · Norr"],
    ["{Number} · {Customer}", { customer: CUSTOMER }, "Norr"],
    ["{Number} · {Customer}", { number: "7" }, "7"],
    ["{Number} · {Customer}", {}, null],
    ["Order {number} ({customer.city})", { number: "7" }, "Order 7"],
    ["{Customer} ({Number})", { customer: CUSTOMER }, "Norr"],
    ["{Customer} ({Number})", { customer: CUSTOMER, number: "7" }, "Norr (7)"],
  ])("[DSG-15] %s of %o is %s", (pattern, values, expected) => {
    const editor = opened();

    const result = shown(editor, pattern, values);

    expect(result).toBe(expected);
  });

  it.each([
    ["Order", { code: "no_fields" }],
    ["{Number", { code: "open" }],
    ["{Colour}", { code: "unknown", name: "Colour" }],
    ["{Number} {Status}", { code: "no_text", name: "Status" }],
  ])("says what is wrong with %s", (pattern, problem) => {
    const found = read(opened(), pattern);

    expect(found.problem).toEqual(problem);
  });

  it("is read back from its rule as it was written, and from no other rule", () => {
    const editor = opened();
    const { model } = editor.whole.value;
    const back = (rule: unknown) => patternOf(rule, order(editor), model, formulaModel(model));

    const rules = ["{Number} · {Customer}", "No. {Number}", "{Customer} ({Number})"].map(
      (pattern) => read(editor, pattern).rule,
    );

    expect(rules.map(back)).toEqual(["{Number} · {Customer}", "No. {Number}", "{Customer} ({Number})"]);
    expect(back({ op: "upper", of: [{ op: "field", path: "number" }] })).toBeNull();
  });

  it("offers the texts of an entity and what its lookups are shown as", () => {
    const { model } = opened().whole.value;

    const offered = patternFields(model, formulaModel(model), "order");

    expect(offered).toContainEqual({ path: "number", name: "Number" });
    expect(offered).toContainEqual({ path: "customer.name", name: "Customer" });
    expect(offered.map(({ name }) => name)).not.toContain("Status");
  });
});

it("[DSG-15] records are shown by a pattern: one step makes its field and the title, one takes both back", async () => {
  const editor = opened();
  editor.select({ document: "model", path: ["entities", "order"] });
  render(<Inspector editor={editor} />);

  fireEvent.change(screen.getByLabelText("Records are named by"), { target: { value: "a pattern" } });
  const input = (await screen.findByLabelText("Pattern")) as HTMLInputElement;
  const fields = screen.getByRole("region", { name: "Put in a field", hidden: true });
  fireEvent.input(input, { target: { value: "" } });
  fireEvent.click(within(fields).getByRole("button", { name: "Customer", hidden: true }));
  const example = screen.getByText("Norr").textContent;
  fireEvent.input(input, { target: { value: "{Number} · {Customer}" } });
  expect(screen.getByText("7 · Norr")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Use pattern", hidden: true }));

  expect(example).toBe("Norr");
  expect(order(editor).title).toBe("shown_as");
  expect(order(editor).fields.at(-1)).toMatchObject({
    id: "shown_as",
    type: "text",
    label: { en: "Shown as" },
  });
  expect(screen.getByRole("button", { name: "Change the pattern {Number} · {Customer}" })).toBeTruthy();
  editor.undo();
  expect(order(editor).title).toBe("number");
  expect(order(editor).fields.map(({ id }) => id)).not.toContain("shown_as");
});

it("a pattern that is changed stays in its field, and goes with the last that needed it", () => {
  const editor = opened();
  const write = (pattern: string) => {
    const { rule } = read(editor, pattern);
    if (rule) editor.run(showByPattern(editor.documents, editor.reserved.peek(), "order", rule));
  };
  write("{Number}");
  const before = order(editor).fields.length;

  write("{Number} · {Customer}");
  const after = order(editor).fields.length;
  editor.run(showByField(editor.documents, editor.reserved.peek(), "order", "customer"));

  expect(after).toBe(before);
  expect(order(editor).title).toBe("customer");
  expect(order(editor).fields).toHaveLength(before - 1);
});
