import { describe, expect, it } from "vitest";
import { compile } from "../../../frontend/expressions/evaluate";
import { reads } from "../../../frontend/expressions/reads";
import { type Tree, unsupported } from "../../../frontend/expressions/tree";
import { askerOf, source, subjects, vectors } from "./vectors";

const newer = {
  op: "not",
  of: [
    {
      op: "or",
      of: [
        { op: "eq", path: "title", value: "x" },
        { op: "sounds-like", path: "title", value: "y" },
      ],
    },
    { op: "xor", of: [{ op: "null", path: "title" }] },
    { op: "sounds-like", path: "notes", value: "z" },
  ],
} as unknown as Tree;

describe("[L45] a filter of a newer server", () => {
  it("[L45] names each operator that this app does not know, once", () => {
    expect(unsupported(newer)).toEqual(["sounds-like", "xor"]);
  });

  it("[L45] holds for no record, though not would have made it hold for all", () => {
    const meets = compile(newer, source, askerOf({}));

    expect(subjects(vectors.entity).filter(({ values }) => meets(values))).toEqual([]);
  });

  it("[L45] one of this app names nothing", () => {
    const own: Tree = { op: "or", of: [{ op: "older-than-x-days", path: "due", value: 3 }] };

    expect(unsupported(own)).toEqual([]);
  });

  it.each([null, "eq", { op: "and" }, { op: "eq" }, { path: "title" }])(
    "what is no tree is not guessed at: %j",
    (tree) => {
      expect(unsupported(tree as unknown as Tree)).toHaveLength(1);
    },
  );
});

describe("what a tree reads", () => {
  it("is its paths and the parts of the asker that it hangs on", () => {
    const { paths, asker: parts } = reads({
      op: "and",
      of: [
        { op: "eq-useroruserhierarchyandteams", path: "owner" },
        { op: "not", of: [{ op: "last-x-days", path: "customer.since", value: 3 }] },
      ],
    });

    expect([...paths]).toEqual(["owner", "customer.since"]);
    expect([...parts].sort()).toEqual(["person", "reportTeams", "reports", "teams", "timeZone", "today"]);
  });

  it("of a rule, the lines that it goes over too", () => {
    const {
      paths,
      lines,
      asker: parts,
    } = reads({
      op: "if",
      of: [
        { op: "eq", left: { op: "field", path: "status" }, right: { op: "user", what: "language" } },
        {
          op: "sum",
          entity: "order_line",
          parent: "order",
          where: { op: "not-null", path: "product.price" },
          of: [
            {
              op: "multiply",
              of: [
                { op: "field", path: "amount" },
                { op: "field", path: "product.price" },
              ],
            },
          ],
        },
        { op: "days-between", of: [{ op: "field", path: "due" }, { op: "current-day" }] },
      ],
    });

    expect([...paths]).toEqual(["status", "due"]);
    expect([...(lines.get("order_line") ?? [])].sort()).toEqual(["amount", "order", "product.price"]);
    expect([...parts].sort()).toEqual(["language", "timeZone", "today"]);
  });
});
