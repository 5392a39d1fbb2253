import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { run, type Step, type Trial } from "../../../frontend/designer/verify/run";
import { VerifySheet } from "../../../frontend/designer/verify/verify-sheet";
import type { PracticeRecords } from "../../../frontend/metadata/preview-channel";
import type { Action, Model } from "../../../frontend/protocol";
import { action, entity, field } from "../metadata/builders";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs. */
beforeEach(() =>
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close() {},
  }),
);
afterEach(cleanup);

const choices = ["draft", "sent"].map((id) => ({ id, label: { en: id }, colour: null, retired: false }));
const REPORT = entity(
  "expense_report",
  [
    field("title", "text", { required: true, maxLength: 20 }),
    field("status", "choice", { choices, default: "draft" }),
    field("amount", "integer"),
    field("double", "integer", {
      computed: {
        op: "multiply",
        of: [
          { op: "field", path: "amount" },
          { op: "value", type: "integer", value: 2 },
        ],
      },
    }),
    field("note", "text"),
  ],
  {
    validities: [
      {
        id: "not_too_much",
        condition: {
          op: "le",
          left: { op: "field", path: "amount" },
          right: { op: "value", type: "integer", value: 100 },
        },
        message: { en: "At most 100." },
        field: "amount",
      },
    ],
  },
);
const MODEL: Model = { version: 1, entities: [REPORT] };
const PRACTICE: PracticeRecords = {
  person: "p1",
  name: "Femke",
  put: [
    {
      entity: "expense_report",
      rows: [["r1", 1, { title: "Lisbon", status: "draft", amount: 40, double: 80 }]],
    },
  ],
};
const SEND = action("send", "step", {
  settings: [
    { id: "status", field: "status", to: "value", value: "sent", rule: null },
    { id: "note", field: "note", to: "comment", value: null, rule: null },
  ],
  when: { field: "status", oneOf: ["draft"] },
  comment: "required",
});

function tried(of: Action, more: Partial<Trial> = {}): readonly Step[] {
  const asker = { person: "p1", timeZone: "UTC", today: "2026-11-22", now: "2026-11-22T10:00:00.000Z" };
  return run({
    model: MODEL,
    practice: PRACTICE,
    asker,
    action: of,
    record: "r1",
    typed: {},
    comment: "",
    ...more,
  });
}

const ends = (steps: readonly Step[]) => steps.flatMap((step) => (step.kind === "end" ? [step.how] : []));
const fieldsOf = (steps: readonly Step[], kind: Step["kind"]) =>
  steps.flatMap((step) => (step.kind === kind && "field" in step ? [step.field?.id] : []));

it("[DSG-24] a step shows what it sets, and is refused without the comment that it asks for", () => {
  const without = tried(SEND);
  const withOne = tried(SEND, { comment: "All receipts are here" });

  expect(ends(without)).toEqual(["refused"]);
  expect(ends(withOne)).toEqual(["done"]);
  expect(fieldsOf(withOne, "set")).toEqual(["status", "note"]);
});

it("[DSG-24] a step that is not offered for the record's state, or by its rule, does nothing", () => {
  const rule = {
    op: "gt",
    left: { op: "field", path: "amount" },
    right: { op: "value", type: "integer", value: 50 },
  };

  expect(ends(tried({ ...SEND, when: { field: "status", oneOf: ["sent"] } }))).toEqual(["not-offered"]);
  expect(tried({ ...SEND, availableWhen: rule }).at(0)).toEqual({ kind: "offered", by: "rule", met: false });
});

it("[DSG-24] a form shows what it begins with, what is computed, and the rule that is not met", () => {
  const create = action("create", "create", { fields: [] });

  const steps = tried(create, { record: null, typed: { title: "Porto", amount: 120 } });

  expect(fieldsOf(steps, "begun")).toEqual(["status"]);
  expect(fieldsOf(steps, "typed")).toEqual(["title", "amount"]);
  expect(steps).toContainEqual(expect.objectContaining({ kind: "computed", before: null, after: 240 }));
  expect(steps).toContainEqual(expect.objectContaining({ kind: "unmet", message: { en: "At most 100." } }));
  expect(ends(steps)).toEqual(["refused"]);
  expect(ends(tried(create, { record: null, typed: { title: "Porto", amount: 12 } }))).toEqual(["done"]);
});

it("[DSG-24] [DSG-11] a form over a record shows what it begins with, and what is typed over that", () => {
  const edit = action("edit", "edit", {
    fields: [],
    settings: [{ id: "sent", field: "status", to: "value", value: "sent", rule: null }],
  });

  const steps = tried(edit, { typed: { status: "draft" } });

  expect(steps).toContainEqual(expect.objectContaining({ kind: "begun", before: "draft", after: "sent" }));
  expect(steps).toContainEqual(expect.objectContaining({ kind: "typed", before: "sent", after: "draft" }));
});

it("[DSG-24] what the model or the form does not allow is told at its field", () => {
  const edit = action("edit", "edit", { fields: [] });

  const steps = tried(edit, { typed: { title: null } });

  expect(steps).toContainEqual(
    expect.objectContaining({ kind: "wrong", field: expect.objectContaining({ id: "title" }) }),
  );
  expect(ends(steps)).toEqual(["refused"]);
});

it("[DSG-24] in the designer an action is tried by choosing a record and reading what happens", () => {
  const editor = openedEditor();
  editor.practice.value = {
    person: "p1",
    name: "Femke",
    put: [{ entity: "order", rows: [["o1", 1, { number: "SO-1", status: "open" }]] }],
  };
  const confirm = editor.whole.value.workspace.actions.find(({ kind }) => kind === "step");
  if (!confirm) throw new Error("The design has no step");

  render(<VerifySheet editor={editor} action={confirm} onClose={() => {}} />);

  expect(screen.getByRole("combobox", { name: "Tried on" }).textContent).toContain("SO-1");
  const steps = screen.getAllByRole("listitem").map((one) => one.textContent);
  expect(steps.at(-1)).toMatch(/The step is done|Nothing happens|refused/);
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
});
