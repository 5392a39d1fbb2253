import { describe, expect, it } from "vitest";
import { functionAt, suggestionsAt } from "../../../frontend/expressions/formula/completion";
import { modelOf } from "./formula-model";

const choices = [
  { id: "open", label: { en: "Open" }, colour: null, retired: false },
  { id: "done", label: { en: "Done" }, colour: null, retired: false },
];
const model = modelOf({
  order: {
    plural: "Orders",
    fields: [
      ["total", "money", "Total"],
      ["subtotal", "money", "Subtotal"],
      ["customer", "lookup", "Customer", { target: "customer" }],
      ["status", "choice", "Status", { choices }],
    ],
  },
  customer: { plural: "Customers", fields: [["name", "text", "Name"]] },
  line: {
    plural: "Lines",
    fields: [
      ["order", "lookup", "Order", { target: "order" }],
      ["amount", "money", "Amount"],
    ],
  },
});

/** The caret stands at the bar. */
function offered(formula: string, asked = false): readonly string[] {
  const caret = formula.indexOf("|");
  return suggestionsAt(formula.replace("|", ""), caret, "order", model, asked).map(({ text }) => text);
}

function taken(formula: string): string {
  const caret = formula.indexOf("|");
  const plain = formula.replace("|", "");
  const [first] = suggestionsAt(plain, caret, "order", model);
  return first ? plain.slice(0, first.from) + first.text + plain.slice(first.to) : plain;
}

describe("[DSG-17] a formula is completed while it is typed", () => {
  it.each<[string, readonly string[]]>([
    ["[to|", ["[Total]", "[Subtotal]", "[Customer]"]],
    ["[Customer].|", ["[Name]", "[Owner]"]],
    ["[Customer].[na|", ["[Name]"]],
    ["[Lines].[am|", ["[Amount]"]],
    ["SUM([Lines], [am|", ["[Amount]"]],
    ["SUM([Lines], 1) + [am|", []],
    ["rou|", ["ROUND("]],
    ["toda|", ["TODAY()", "ISTODAY("]],
    ["[Status] = |", ['"Open"', '"Done"']],
    ['[Status] <> "d|', ['"Done"']],
    ['ONEOF([Status], "Open", |', ['"Open"', '"Done"']],
    ['[Number] = "o|', []],
    ["1 + |", []],
    ["§|", []],
  ])("%s", (formula, texts) => {
    expect(offered(formula)).toEqual(texts);
  });

  it("all that there is comes when it is asked for", () => {
    expect(offered("1 + |", true).slice(0, 6)).toEqual([
      ...["[Total]", "[Subtotal]", "[Customer]", "[Status]", "[Owner]", "[Lines]"],
    ]);
  });

  it.each([
    ["[su|btotal] * 2", "[Subtotal] * 2"],
    ["1 + rou|n(2)", "1 + ROUND((2)"],
    ["[Customer].[n|]", "[Customer].[Name]"],
  ])("what was begun goes, also after the caret: %s", (formula, whole) => {
    expect(taken(formula)).toBe(whole);
  });

  it.each([
    ["1 + |", null],
    ["ROUND(|", "ROUND"],
    ["ROUND(MIN(1, 2), |", "ROUND"],
    ["ROUND((1 + |", "ROUND"],
    ["ROUND(1, 2)|", null],
    ["UNKNOWN(|", null],
  ])("the function around the caret is known: %s", (formula, name) => {
    expect(functionAt(formula.replace("|", ""), formula.indexOf("|"))).toBe(name);
  });
});
