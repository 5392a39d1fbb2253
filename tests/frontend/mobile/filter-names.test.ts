import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { copyName, LONGEST_NAME, nameProblem } from "../../../frontend/mobile/filters/name";
import { shortened } from "../../../frontend/shared/quoted";

const schema = JSON.parse(readFileSync("frontend/protocol/schema.json", "utf8"));
const { FilterWrite } = schema.$defs ?? schema.definitions ?? schema.components?.schemas ?? schema;

it("[OUT-04] a name may be as long as the office takes it", () => {
  expect(FilterWrite.properties.label.additionalProperties.maxLength).toBe(LONGEST_NAME);
  expect(nameProblem({ en: "😀".repeat(LONGEST_NAME) })).toBeUndefined();
  expect(nameProblem({ en: "a", sv: "å".repeat(LONGEST_NAME + 1) })).toEqual({
    code: "value-too-long",
    arguments: { length: LONGEST_NAME + 1, maximum: LONGEST_NAME },
  });
});

it("[OUT-04] the name of a copy says so, and fits however long the original's is", () => {
  const words = (label: string) => `${label} (copy)`;

  expect(copyName("Open orders", words)).toBe("Open orders (copy)");
  expect([...copyName("😀".repeat(LONGEST_NAME), words)].length).toBe(LONGEST_NAME);
  expect(copyName("x".repeat(LONGEST_NAME), words).endsWith("… (copy)")).toBe(true);
});

it("what is quoted is cut between characters, and left whole where it fits", () => {
  expect(shortened("z".repeat(800))).toBe(`${"z".repeat(59)}…`);
  expect(shortened("😀".repeat(4), 3)).toBe("😀😀…");
  expect(shortened("Hansa Foods")).toBe("Hansa Foods");
});
