import { describe, expect, it } from "vitest";
import { readFormula, writeFormula } from "../../../frontend/expressions/formula/formula";
import { compileCondition, compileValue } from "../../../frontend/expressions/rules";
import { caseModel, modelOf } from "./formula-model";
import { askerOf, source, subjects, vectors } from "./vectors";

const all = subjects(vectors.entity);

describe("[BEY-20] a rule means what its formula says", () => {
  it.each(vectors.rules.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const tree = one.rule ?? one.condition;
    const formula = writeFormula(tree, vectors.entity, caseModel) ?? "";

    const read = readFormula(formula, vectors.entity, caseModel, one.condition ? "condition" : undefined);

    expect(read.problem ?? read.tree, formula).toEqual(tree);
    if (one.rule) {
      expect(read.type?.kind, formula).toBe(one.type);
      expect(all.map(compileValue(read.tree as never, source, askerOf(one)))).toEqual(one.values);
    } else {
      const holds = all.filter(compileCondition(read.tree as never, source, askerOf(one)));
      expect(holds.map(({ id }) => id)).toEqual([...(one.holds ?? [])].sort());
    }
  });

  it.each(vectors.cases.map((one) => [one.name, one] as const))("a filter: %s", (_name, one) => {
    const formula = writeFormula(one.filter, vectors.entity, caseModel) ?? "";

    const read = readFormula(formula, vectors.entity, caseModel, "filter");

    expect(read.problem ?? read.tree, formula).toEqual(one.filter);
  });
});

/** Codes of what is wrong with a well-formed tree, by its types, names and size. */
const TOLD = [
  "rule-wrong-type",
  "rule-types-differ",
  "rule-unknown-field",
  "rule-not-lines",
  "rule-too-long",
];

it.each(
  vectors.refusedRules.filter(({ code }) => TOLD.includes(code)).map((one) => [one.name, one] as const),
)("[BEY-20] what the office refuses is never read as the same rule: %s", (_name, one) => {
  const tree = wrapped(one);
  const formula = writeFormula(tree, vectors.entity, caseModel) ?? "";

  const found = readFormula(formula, vectors.entity, caseModel, one.rule ? undefined : "condition");

  expect(found.tree, formula).not.toEqual(tree);
});

function wrapped({ rule, condition, wrap = 0 }: (typeof vectors.refusedRules)[number]): unknown {
  const op = rule ? "negate" : "not";
  let tree = rule ?? condition;
  for (let count = 0; count < wrap; count += 1) tree = { op, of: [tree] };
  return tree;
}

const model = modelOf({
  order: {
    plural: "Orders",
    fields: [
      ["number", "text", "Number"],
      ["customer", "lookup", "Customer", { target: "customer" }],
      [
        "status",
        "choice",
        "Status",
        {
          choices: [
            { id: "open", label: { en: "Not done" }, colour: null, retired: false },
            { id: "done", label: { en: "Done" }, colour: null, retired: false },
          ],
        },
      ],
      ["total", "money", "Total", { currency: "EUR" }],
      ["vat", "decimal", "VAT [%]", { scale: 2 }],
      ["due", "date", "Due"],
      ["paid", "date", "Paid"],
      ["urgent", "yes_no", "Urgent"],
      ["note", "multi_line", "Remark"],
      ["remark", "text", "Remark"],
    ],
  },
  customer: { plural: "Customers", fields: [["name", "text", "Name"]] },
  line: {
    plural: "Lines",
    fields: [
      ["order", "lookup", "Order", { target: "order" }],
      ["amount", "money", "Amount"],
      ["pieces", "integer", "Pieces"],
      ["extra", "yes_no", "Extra"],
    ],
  },
  transfer: {
    plural: "Transfers",
    fields: [
      ["origin", "lookup", "From", { target: "order" }],
      ["goal", "lookup", "To", { target: "order" }],
      ["amount", "decimal", "Amount"],
    ],
  },
});

const read = (formula: string, wanted?: Parameters<typeof readFormula>[3]) =>
  readFormula(formula, "order", model, wanted);
const field = (path: string) => ({ op: "field", path });

describe("[DSG-17] people write a rule as in a spreadsheet", () => {
  it.each<[string, string, unknown]>([
    ["a field by its label", "[customer].[NAME]", field("customer.name")],
    ["a label with brackets in it", "[VAT [%]]]", field("vat")],
    ["an id where two have the label", "[note]", field("note")],
    ["a day and a number", "[Due] + 7", { op: "add-days", of: [field("due"), int(7)] }],
    ["a day less a number", "[Due] - 7", { op: "add-days", of: [field("due"), int(-7)] }],
    ["two days", "[Paid] - [Due]", { op: "days-between", of: [field("due"), field("paid")] }],
    ["an equals sign before it all", "= [VAT [%]]] * 2", { op: "multiply", of: [field("vat"), int(2)] }],
    ["semicolons", "MIN(1; 2)", { op: "least", of: [int(1), int(2)] }],
    ["a sum of values", "SUM(1, 2)", { op: "add", of: [int(1), int(2)] }],
    ["the sum of lines", "SUM([Lines].[Amount])", { op: "sum", ...lines(), of: [field("amount")] }],
    [
      "a condition as yes or no",
      "[VAT [%]]] > 5",
      {
        op: "if",
        of: [{ op: "gt", path: "vat", value: "5" }, yes(true), yes(false)],
      },
    ],
    [
      "nothing in one branch",
      "IF([Urgent], [Due])",
      {
        op: "if",
        of: [
          { op: "eq", path: "urgent", value: true },
          field("due"),
          { op: "value", type: "date", value: null },
        ],
      },
    ],
    [
      "signs in their order",
      "1 + 2 * 3 - -4",
      {
        op: "subtract",
        of: [{ op: "add", of: [int(1), { op: "multiply", of: [int(2), int(3)] }] }, int(-4)],
      },
    ],
  ])("%s", (_name, formula, tree) => {
    expect(read(formula).problem).toBeUndefined();
    expect(read(formula).tree).toEqual(tree);
  });

  it.each<[string, string, unknown]>([
    ["a choice by its label", '[Status] = "not done"', { op: "eq", path: "status", value: "open" }],
    ["a choice before its field", '"Done" <> [Status]', { op: "ne", path: "status", value: "done" }],
    ["an amount in the field's currency", "[Total] >= 10.5", { op: "ge", path: "total", value: eur("10.5") }],
    ["a day as a text", '[Due] < "2026-11-22"', { op: "lt", path: "due", value: "2026-11-22" }],
    ["an empty text", '[Number] = ""', { op: "null", path: "number" }],
    ["yes or no alone", "NOT([Urgent])", { op: "not", of: [{ op: "eq", path: "urgent", value: true }] }],
    [
      "lines that count",
      "COUNT([Lines], [Extra]) > 2",
      {
        op: "gt",
        left: { op: "count", ...lines(), where: { op: "eq", path: "extra", value: true } },
        right: int(2),
      },
    ],
    [
      "lines of one of two ways",
      "COUNT([Transfers (To)]) = 0",
      { op: "eq", left: { op: "count", entity: "transfer", parent: "goal" }, right: int(0) },
    ],
  ])("a condition: %s", (_name, formula, tree) => {
    expect(read(formula, "condition").problem).toBeUndefined();
    expect(read(formula, "condition").tree).toEqual(tree);
  });

  it("a text names a choice of the field that it is for", () => {
    const status = model.entities[0]?.fields[2];
    const wanted = { kind: "choice", ...(status && { of: status }) } as const;

    expect(read('IF([Urgent], "Done", "Not done")', wanted).tree).toMatchObject({
      of: [{}, { value: "done" }, { value: "open" }],
    });
    expect(read('"Gone"', wanted).problem).toMatchObject({ code: "no_choice" });
  });

  it("labels are written where they mean one thing, ids elsewhere", () => {
    const written = [field("note"), field("customer.name"), field("vat")].map((tree) =>
      writeFormula(tree, "order", model),
    );

    expect(written).toEqual(["[note]", "[Customer].[Name]", "[VAT [%]]]"]);
  });

  it("a rule of a newer server has no formula", () => {
    expect(writeFormula({ op: "logarithm", of: [field("vat")] }, "order", model)).toBeNull();
  });
});

describe("[DSG-17] what is wrong with a formula is said at its place", () => {
  it.each<[string, string, string]>([
    ["[Nothing] + 1", "no_field", "[Nothing]"],
    ["1 + [Customer].[Street]", "no_field", "[Street]"],
    ["[Number].[Name]", "no_lookup", "[Name]"],
    ["[Remark]", "ambiguous", "[Remark]"],
    ["TOTAL(1)", "function", "TOTAL"],
    ["Total * 2", "function", "Total"],
    ["1 +", "value_wanted", ""],
    ["(1 + 2", "brackets_open", ""],
    ['"abc', "text_open", '"abc'],
    ["[Total", "brackets_open", "[Total"],
    ["1 < 2 < 3", "several_comparisons", "<"],
    ["1 2", "end_wanted", "2"],
    ["1 § 2", "character", "§"],
    ["[Lines]", "lines_alone", "[Lines]"],
    ["AVERAGE([Total])", "lines_wanted", "[Total]"],
    ["[Total] + 1", "types_differ", "1"],
    ["[Urgent] * 2", "wrong_type", "[Urgent]"],
    ["YEAR([Number])", "wrong_type", "[Number]"],
    ["ROUND(1.5, 11)", "setting", "11"],
    ["ROUND()", "parts", "ROUND()"],
    ["DATE(2026, 2, 30)", "date", "DATE(2026, 2, 30)"],
    ['MONEY(1, "XXX")', "money", 'MONEY(1, "XXX")'],
    ["9007199254740993", "number", "9007199254740993"],
    ['IF([Status] = "Gone", 1, 2)', "no_choice", '"Gone"'],
    ["IF([Total], 1, 2)", "condition_wanted", "[Total]"],
    ["BLANK()", "type_of_blank", "BLANK()"],
    ['CONTAINS([Due], "x")', "type_for_test", "[Due]"],
    ["OLDERTHAN([Due], 0)", "setting", "0"],
  ])("%s", (formula, code, at) => {
    const { problem } = read(formula);

    expect(problem && [problem.code, formula.slice(problem.at.from, problem.at.to)]).toEqual([code, at]);
  });

  it("a list of the office compares fields with plain values alone", () => {
    expect(read('[Total] > MONEY(5, "EUR")', "filter").problem).toBeUndefined();
    expect(read("AND([Urgent], [Due] < TODAY())", "filter").problem?.code).toBe("filter_only");
  });

  it("a result of another type is told with the one that is wanted", () => {
    expect(read("[Due]", { kind: "decimal" }).problem).toMatchObject({
      code: "result",
      values: { type: "date", wanted: "decimal" },
    });
    expect(read("1", { kind: "decimal" }).problem).toBeUndefined();
  });
});

describe("[DSG-17] a formula bomb is refused at once", () => {
  it.each<[string, string, string]>([
    ["more characters than fit", `${"1+".repeat(2500)}1`, "long"],
    ["brackets in brackets", `${"(".repeat(2000)}1${")".repeat(2000)}`, "deep"],
    ["calls in calls", `${"ABS(".repeat(900)}1${")".repeat(900)}`, "deep"],
    ["signs of signs", `${"-".repeat(4000)}[VAT [%]]]`, "deep"],
    ["a chain of differences", `1${"-1".repeat(2000)}`, "deep"],
    ["a chain of days", `[Due]${"+1".repeat(2000)}`, "long"],
    ["branches in branches", `${"IF([Urgent],".repeat(30)}1${",BLANK())".repeat(30)}`, "deep"],
    ["nothing in nothing", `${"COALESCE(BLANK(),".repeat(50)}1${")".repeat(50)}`, "deep"],
    ["more nodes than fit", `1${"+1".repeat(600)}`, "long"],
    ["brackets that never close", "[".repeat(4999), "brackets_open"],
    ["quotes without end", '"'.repeat(4999), "text_open"],
  ])("%s", (_name, formula, code) => {
    const begun = performance.now();

    const { problem } = read(formula);

    expect(problem?.code).toBe(code);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it("a label of 5,000 characters is written as its id", () => {
    const long = modelOf({ order: { fields: [["size", "integer", "long ".repeat(1000)]] } });

    expect(writeFormula(field("size"), "order", long)).toBe("[size]");
  });
});

function int(value: number) {
  return { op: "value", type: "integer", value };
}

function yes(value: boolean) {
  return { op: "value", type: "yes_no", value };
}

function eur(amount: string) {
  return { amount, currency: "EUR" };
}

function lines() {
  return { entity: "line", parent: "order" };
}
