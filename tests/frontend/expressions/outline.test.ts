import { describe, expect, it } from "vitest";
import { outlineOf } from "../../../frontend/expressions/outline";
import { OWNER } from "../../../frontend/expressions/paths";
import type { Tree } from "../../../frontend/expressions/tree";
import { operandKind, operatorsFor } from "../../../frontend/expressions/vocabulary";
import type { FieldRule } from "../../../frontend/values/types";
import { about, english, fieldOf, swedish } from "./wording";

const tree = {
  op: "and",
  of: [
    { op: "in", path: "status", value: ["open", "sent"] },
    {
      op: "not",
      of: [
        { op: "gt", path: "total", value: "much" },
        { op: "sounds-like", path: "title" },
      ],
    },
  ],
} as unknown as Tree;

describe("[OUT-04] a filter as lines", () => {
  it("each line says how deep it stands, what joins it to the one before, and its words", () => {
    const lines = outlineOf(tree, about, english).map(({ depth, connective, text }) => [
      depth,
      connective,
      text,
    ]);

    expect(lines).toEqual([
      [0, "", "All of these"],
      [1, "", "Status is Open or Sent"],
      [1, "and", "None of these"],
      [2, "", "Total is more than …"],
      [2, "nor", "A comparison that this app does not know"],
    ]);
  });

  it("a condition is in parts, with the control that edits its operand", () => {
    const [, line] = outlineOf(tree, about, swedish);

    expect(line).toMatchObject({
      kind: "condition",
      place: "of.0",
      field: "Status",
      operator: "är någon av",
      operand: "Öppen eller Skickad",
      control: "values",
    });
  });

  it("what the server would refuse stands at its line", () => {
    const problems = outlineOf(tree, about, english).map((line) =>
      line.problems.map(({ code, place }) => [code, place]),
    );

    expect(problems).toEqual([
      [],
      [],
      [],
      [["value-not-a-number", "of.1.of.0.value"]],
      [["filter-unknown-operator", "of.1.of.1.op"]],
    ]);
  });

  it("a condition that is not finished lacks its value, and a group without conditions is none", () => {
    const unfinished = {
      op: "or",
      of: [
        { op: "eq", path: "title" },
        { op: "and", of: [] },
      ],
    } as Tree;

    const codes = outlineOf(unfinished, about, english).map(({ problems }) =>
      problems.map(({ code }) => code),
    );

    expect(codes).toEqual([[], ["filter-value-missing"], ["filter-not-a-condition"]]);
  });
});

describe("[DAT-03] [OUT-04] a field offers the operators that go with it", () => {
  it.each([
    ["urgent", ["eq", "ne", "in", "not-in", "not-null", "null"]],
    ["photo", ["not-null", "null"]],
    ["status", ["eq", "ne", "in", "not-in", "not-null", "null"]],
    ["unit", ["eq-businessid", "ne-businessid", "eq", "ne", "in", "not-in", "not-null", "null"]],
    ["customer", ["eq", "ne", "in", "not-in", "not-null", "null"]],
  ])("%s", (id, operators) => {
    expect(operatorsFor(fieldOf(id))).toEqual(operators);
  });

  it.each([
    ["a choice between languages", "choice", "spoken", ["sv", "en-GB", "fi"], true],
    ["a choice between departments", "choice", "department", ["it", "hr"], false],
    ["a choice of words", "choice", "language", ["swedish", "english"], false],
    ["a text that is called so", "text", "mail_language", [], true],
    ["any other text", "text", "title", [], false],
    ["a number", "integer", "language", [], false],
  ] as const)("is my language: %s", (_name, type, id, ids, offered) => {
    const choices = ids.map((code) => ({ id: code, label: {}, retired: false, color: null }));
    const field = { id, type, choices } as unknown as FieldRule;

    expect(operatorsFor(field).includes("eq-userlanguage")).toBe(offered);
    // A filter that has it all the same is edited with it.
    expect(operatorsFor(field, "eq-userlanguage").includes("eq-userlanguage")).toBe(type !== "integer");
  });

  it("the owner may be me, my teams, or people below me", () => {
    expect(operatorsFor(OWNER).slice(0, 6)).toEqual([
      "eq-userid",
      "ne-userid",
      "eq-useroruserteams",
      "eq-userteams",
      "eq-useroruserhierarchy",
      "eq-useroruserhierarchyandteams",
    ]);
  });

  it("a team is none of the people", () => {
    expect(operatorsFor(fieldOf("team"))).not.toContain("eq-userid");
    expect(operatorsFor(fieldOf("team"))).toContain("eq-userteams");
  });

  it("each operator says which control its operand needs", () => {
    expect((["eq", "in", "like", "last-x-days", "today"] as const).map(operandKind)).toEqual([
      "value",
      "values",
      "text",
      "days",
      "none",
    ]);
  });
});
