import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { lower, upper } from "../../../frontend/expressions/letter-case";
import { unsupportedInRule, type ValueTree } from "../../../frontend/expressions/rule-tree";
import { compileCondition, compileValue } from "../../../frontend/expressions/rules";
import letterCase from "../../vectors/fold/letter_case.json";
import { askerOf, source, subjects, vectors } from "./vectors";

const all = subjects(vectors.entity);

describe("[inv 24] [BL-13] rules compute on the phone what they compute at the office", () => {
  it.each(vectors.rules.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const asker = askerOf(one);

    const found = {
      ...(one.rule && { values: all.map(compileValue(one.rule, source, asker)) }),
      ...(one.condition && {
        holds: all.filter(compileCondition(one.condition, source, asker)).map(({ id }) => id),
      }),
    };

    expect(found).toEqual({
      ...(one.rule && { values: one.values }),
      ...(one.condition && { holds: [...(one.holds ?? [])].sort() }),
    });
  });
});

describe("[L45] a rule of a newer server", () => {
  const newer = {
    op: "add",
    of: [
      { op: "field", path: "lines" },
      { op: "logarithm", of: [{ op: "field", path: "lines" }] },
    ],
  };

  it("[L45] names what this app does not know", () => {
    expect(unsupportedInRule(newer)).toEqual(["logarithm"]);
  });

  it("[L45] computes nothing, rather than something wrong", () => {
    expect(all.map(compileValue(newer as unknown as ValueTree, source, askerOf({})))).toEqual(
      all.map(() => null),
    );
  });

  it("[L45] is never met as a condition", () => {
    const condition = { op: "not", of: [{ op: "eq", left: newer, right: newer }] } as never;

    expect(all.filter(compileCondition(condition, source, askerOf({})))).toEqual([]);
  });
});

describe("[inv 24] small and capital letters are those of one version of Unicode", () => {
  it.each([
    ["lower", lower, letterCase.lower],
    ["upper", upper, letterCase.upper],
  ] as const)("%s, every code point", (_name, change, expected) => {
    const found = expected.map((_hash, block) => {
      const points = Array.from(
        { length: letterCase.blockSize },
        (_, at) => block * letterCase.blockSize + at,
      );
      const text = points
        .filter((point) => point < 0xd800 || point > 0xdfff)
        .map((point) => change(String.fromCodePoint(point)))
        .join("|");
      return createHash("sha256").update(text).digest("hex").slice(0, 16);
    });

    expect(found).toEqual(expected);
  });

  it("no neighbour changes a letter", () => {
    expect([lower("ΌΔΟΣ"), upper("straße"), lower("İ")]).toEqual(["όδοσ", "STRASSE", "i\u0307"]);
  });
});
