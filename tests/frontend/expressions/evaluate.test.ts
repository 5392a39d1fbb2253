import { describe, expect, it } from "vitest";
import { compile } from "../../../frontend/expressions/evaluate";
import { OPERATORS } from "../../../frontend/expressions/tree";
import { askerOf, source, subjects, vectors } from "./vectors";

describe("[inv 24] [DAT-03] [BL-13] [L27] filters mean the same on the phone as at the office", () => {
  it.each(vectors.cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const meets = compile(one.filter, source, askerOf(one));

    const held = subjects(vectors.entity).filter(({ values }) => meets(values));

    expect(held.map(({ id }) => id)).toEqual([...one.holds].sort());
  });

  it("[DAT-03] every operator is among the cases", () => {
    const written = JSON.stringify(vectors.cases);

    expect(OPERATORS.filter((op) => !written.includes(`"op":"${op}"`))).toEqual([]);
  });
});
