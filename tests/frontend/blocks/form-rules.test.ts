/** A form says what its rules say while it is filled in: computed values, what is shown, what is wrong. */
import { describe, expect, it } from "vitest";
import { fieldsOf, linesOf, setBy, startOf } from "../../../frontend/blocks/form/form-fields";
import { rulesOfForm } from "../../../frontend/blocks/form/form-rules";
import { openedForm } from "../../../frontend/blocks/form/opened-form";
import type { WholeForm } from "../../../frontend/blocks/form/whole-form";
import { Lens } from "../../../frontend/blocks/lens";
import type { RecordSource } from "../../../frontend/blocks/record-values";
import { problemText } from "../../../frontend/fields/problem-text";
import { cleanRecord, type LocalRecord } from "../../../frontend/local/record";
import type { Action, ShownField } from "../../../frontend/protocol";
import type { Values } from "../../../frontend/shared/json";
import type { Reading } from "../../../frontend/values/types";
import { action, effective, entity, field } from "../metadata/builders";

const path = (name: string) => ({ op: "field", path: name });
const value = (type: string, written: unknown) => ({ op: "value", type, value: written });
const READING: Reading = { locale: "en-GB" };
const ASKER = { person: "ann", today: "2026-11-18", timeZone: "UTC", now: "2026-11-18T11:00:00.000Z" };

const ORDER = entity(
  "order",
  [
    field("name", "text"),
    field("kind", "choice", {
      choices: ["cash", "credit"].map((id) => ({ id, label: { en: id }, colour: null, retired: false })),
      default: "cash",
    }),
    field("reason", "text", { requiredWhen: { op: "eq", path: "kind", value: "credit" } }),
    field("ordered", "date", { defaultRule: { op: "current-day" } }),
    field("due", "date", {
      default: "2020-01-01",
      defaultRule: { op: "add-days", of: [path("ordered"), value("integer", 30)] },
    }),
    field("total", "decimal", {
      scale: 2,
      computed: { op: "sum", entity: "line", parent: "order", of: [path("amount")] },
    }),
  ],
  {
    validities: [
      {
        id: "small",
        field: "total",
        message: { en: "More than you may spend." },
        condition: { op: "le", left: path("total"), right: value("decimal", "100") },
      },
      {
        id: "dated",
        field: null,
        message: { en: "Due before it is made." },
        condition: { op: "not", of: [{ op: "lt", left: path("due"), right: path("ordered") }] },
      },
    ],
  },
);
const LINE = entity("line", [
  field("name", "text"),
  field("order", "lookup", { target: "order" }),
  field("price", "decimal", { scale: 2 }),
  field("quantity", "integer", { defaultRule: value("integer", 2) }),
  field("amount", "decimal", {
    scale: 2,
    computed: { op: "multiply", of: [path("price"), path("quantity")] },
  }),
]);
const LENS = new Lens(effective({ entities: [ORDER, LINE, entity("note", [field("name", "text")])] }), "en");

function shown(id: string, more: Partial<ShownField> = {}): ShownField {
  return {
    ...{
      id,
      field: id,
      label: null,
      help: null,
      required: null,
      readOnly: null,
      page: null,
      hidden: false,
      maxLength: null,
    },
    ...{
      negative: null,
      lookup: null,
      image: null,
      visibleWhen: null,
      requiredWhen: null,
      readOnlyWhen: null,
    },
    ...more,
  };
}

const ALL = ["name", "kind", "reason", "ordered", "due", "total"].map((id) => shown(id));
const LINES = {
  ...{ id: "lines", entity: "line", parent: "order", label: null, least: 0, most: 200 },
  fields: ["name", "price", "quantity", "amount"].map((id) => shown(id)),
};

interface Opened {
  readonly fields?: ShownField[];
  readonly lines?: Action["lines"];
  readonly kind?: "create" | "edit";
  readonly values?: Values;
  readonly here?: readonly LocalRecord[];
}

/** Open a form of an order: a new one, or one that holds `values`, with what is on the phone. */
function opened({
  fields = ALL,
  lines = [LINES],
  kind = "create",
  values,
  here = [],
}: Opened = {}): WholeForm {
  const act = action("order", kind, { entity: "order", fields, lines });
  const records = {
    get: (of: string, id: string) => here.find((one) => one.entity === of && one.id === id),
    list: (of: string) => here.filter((one) => one.entity === of),
    loaded: () => true,
  } as unknown as RecordSource;
  const placed = fieldsOf(LENS, act);
  const sets = linesOf(LENS, act);
  const fresh = kind === "create";
  const parts = { lens: LENS, asker: ASKER, records, entity: "order", record: "the-order", fresh };
  const rules = rulesOfForm(parts, placed, sets);
  const stated = startOf(LENS, act, { me: "ann", now: ASKER.now, timeZone: "UTC" });
  const start = values ?? rules?.begun(stated, setBy(act, {})) ?? stated;
  return openedForm({ fields: placed, lines: sets, values: start, fresh, reading: READING, rules });
}

function told(form: WholeForm): Record<string, string> {
  form.check();
  return Object.fromEntries([...form.head.problems.value].map(([id, problem]) => [id, problemText(problem)]));
}

function look(form: WholeForm, id: string) {
  const found = form.head.fields.find((one) => one.field.id === id);
  return found && { hidden: !!found.hidden, required: found.field.required, readOnly: found.readOnly };
}

describe("[L23] computed values in a form", () => {
  it("[L23] [APP-10] a line is computed, and the sum over it, as one types", () => {
    const form = opened();
    const [lines] = form.lines;
    const line = lines?.add("one");

    line?.form.set("price", "12.50");

    expect(line?.form.input("amount")).toBe("25.00");
    expect(form.head.input("total")).toBe("25.00");
    line?.form.set("quantity", "4");
    expect(form.head.input("total")).toBe("50.00");
  });

  it("[L23] a line that is taken out is not summed up any more", () => {
    const form = opened();
    const [lines] = form.lines;
    const line = lines?.add("one");
    line?.form.set("price", "12.50");

    if (line) lines?.remove(line, 0);

    expect(form.head.input("total")).toBe("0.00");
  });

  it("[L23] lines that are on the phone count where the form shows none", () => {
    const line = cleanRecord("line", ["l1", 1, { order: "the-order", amount: "7.00" }]);
    const gone: LocalRecord = {
      ...cleanRecord("line", ["l2", 1, { order: "the-order", amount: "9.00" }]),
      state: "deleted",
    };

    const form = opened({ kind: "edit", lines: [], values: { name: "Old" }, here: [line, gone] });

    expect(form.head.input("total")).toBe("7.00");
  });

  it("[L23] a computed field is not changed by hand, nor sent", () => {
    const form = opened();

    expect(look(form, "total")).toMatchObject({ readOnly: true });
    expect(Object.keys(form.head.values)).not.toContain("total");
  });

  it("[L23] what is computed makes no work of a form that was only opened", () => {
    const line = cleanRecord("line", ["l1", 1, { order: "the-order", amount: "7.00" }]);

    const form = opened({ kind: "edit", lines: [], values: { total: "3.00" }, here: [line] });

    expect(form.head.input("total")).toBe("7.00");
    expect(form.head.provisional("total")).toBe(true);
    expect(form.dirty.value).toBe(false);
  });
});

describe("[BEY-20] rules of a form", () => {
  it("[BEY-20] a new record begins with what its rules give it", () => {
    const form = opened();

    expect(form.head.values).toMatchObject({ kind: "cash", ordered: "2026-11-18", due: "2026-12-18" });
  });

  it("[BEY-20] a new line begins with what its rules give it", () => {
    expect(opened().lines[0]?.add("one").form.values).toMatchObject({ quantity: 2 });
  });

  it("[BEY-20] what must hold is told at its field, in the designer's words", () => {
    const form = opened();
    const line = form.lines[0]?.add("one");
    line?.form.set("price", "50.01");

    expect(told(form)).toEqual({ total: "More than you may spend." });
    line?.form.set("price", "50.00");
    expect(told(form)).toEqual({});
  });

  it("[BEY-20] without a field of its own it is told at the first that it hangs on", () => {
    const form = opened();
    form.head.set("due", "2026-11-01");

    expect(told(form)).toEqual({ ordered: "Due before it is made." });
    expect(form.check()).toEqual({ field: "ordered" });
  });

  it("[BEY-20] a field has to be filled in once its condition is met", () => {
    const form = opened();
    expect(look(form, "reason")).toMatchObject({ required: false });

    form.head.set("kind", "credit");

    expect(look(form, "reason")).toMatchObject({ required: true });
    expect(Object.keys(told(form))).toEqual(["reason"]);
    form.head.set("reason", "A regular customer");
    expect(told(form)).toEqual({});
  });

  it("[BEY-20] one that is not on the form is named", () => {
    const form = opened({ fields: [shown("name"), shown("kind")] });

    form.head.set("kind", "credit");

    expect(told(form)).toEqual({ kind: "“reason” has to be filled in first." });
  });

  it("[BEY-20] fields come, are fixed and are required by what is typed", () => {
    const credit = { op: "eq", path: "kind", value: "credit" };
    const form = opened({
      fields: [
        shown("kind"),
        shown("name", { visibleWhen: credit, requiredWhen: credit }),
        shown("due", { readOnlyWhen: credit }),
      ],
    });

    const before = [look(form, "name"), look(form, "due")];
    form.head.set("kind", "credit");
    const after = [look(form, "name"), look(form, "due")];

    expect(before).toEqual([
      { hidden: true, required: false, readOnly: false },
      { hidden: false, required: false, readOnly: false },
    ]);
    expect(after).toEqual([
      { hidden: false, required: true, readOnly: false },
      { hidden: false, required: false, readOnly: true },
    ]);
  });

  it("[BEY-20] a form without rules asks none", () => {
    const plain = action("note", "create", { entity: "note", fields: [shown("name")] });
    const parts = {
      lens: LENS,
      asker: ASKER,
      records: {} as RecordSource,
      entity: "note",
      record: "n",
      fresh: true,
    };

    expect(rulesOfForm(parts, fieldsOf(LENS, plain), [])).toBeUndefined();
  });
});
