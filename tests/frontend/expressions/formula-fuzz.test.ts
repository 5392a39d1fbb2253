import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { expect, it } from "vitest";
import { suggestionsAt } from "../../../frontend/expressions/formula/completion";
import { readFormula, writeFormula } from "../../../frontend/expressions/formula/formula";
import { FUNCTIONS } from "../../../frontend/expressions/formula/functions";
import { caseModel } from "./formula-model";
import { vectors } from "./vectors";

const pieces = array(
  constantFrom(
    ...FUNCTIONS.map((name) => `${name}(`),
    ...(vectors.fields.order ?? []).map(({ id }) => `[${id}]`),
    ...["[customer].[name]", "[order_line]", "[order_line].[price]", "[owner]", ")", ")", ",", "(", '"open"'],
    ...["1", "2.50", "+", "-", "*", "/", "&", "=", "<>", "<", ">=", ".", " ", "[", '"'],
  ),
  { maxLength: 30 },
).map((parts) => parts.join(""));

it("[DSG-17] whatever is typed is a rule that is written alike, or is wrong at a place inside it", () => {
  let rules = 0;

  assert(
    property(pieces, (formula) => {
      const read = readFormula(formula, vectors.entity, caseModel);
      if (read.problem) {
        const { from, to } = read.problem.at;
        return from >= 0 && from <= to && to <= formula.length;
      }
      rules += 1;
      const written = writeFormula(read.tree, vectors.entity, caseModel) ?? "";
      expect(readFormula(written, vectors.entity, caseModel).tree, written).toEqual(read.tree);
      return true;
    }),
    { numRuns: 5000, seed: 20261122 },
  );

  expect(rules).toBeGreaterThan(20);
});

it("[DSG-17] suggestions come or do not come, wherever the caret stands", () => {
  assert(
    property(pieces, string(), integer({ min: 0, max: 200 }), (formula, noise, caret) => {
      const text = formula + noise;
      for (const one of suggestionsAt(text, Math.min(caret, text.length), vectors.entity, caseModel, true)) {
        if (one.from > one.to || one.to > text.length) return false;
      }
      return true;
    }),
    { numRuns: 1000, seed: 20261122 },
  );
});
