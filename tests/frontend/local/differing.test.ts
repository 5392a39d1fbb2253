import { expect, it } from "vitest";
import { partsOf } from "../../../frontend/local/differing";

/** Own words in brackets. */
const told = (text: string, other: string) =>
  partsOf(text, other)
    .map(({ words, own }) => (own ? `[${words}]` : words))
    .join("");

it.each([
  ["Ring twice, then wait", "Ring once, then wait", "Ring [twice,] then wait"],
  ["1. Gate 7\n2. Ring", "1. Gate 9\n2. Ring", "1. Gate [7]\n2. Ring"],
  ["Ring the bell", "Ring", "Ring [the bell]"],
  ["Ring", "Ring the bell", "Ring"],
  ["Ring\nthe bell", "Ring the bell", "Ring\nthe bell"],
  ["Same", "Same", "Same"],
  ["One", "Other", "[One]"],
  ["", "Something", ""],
  ["Something", "", "[Something]"],
])("of %j beside %j the words that the other has not are told", (text, other, parts) => {
  expect(told(text, other)).toBe(parts);
});

it("a long text that repeats itself is cut and put together again unchanged, at once", () => {
  const text = Array.from({ length: 20_000 }, (_, at) => `word${at % 7}`).join(" ");
  const other = `${text.slice(0, 60_000)} and ${text.slice(60_000)}`;

  const parts = partsOf(other, text);

  expect(parts.map(({ words }) => words).join("")).toBe(other);
  expect(parts.filter(({ own }) => own).map(({ words }) => words.trim())).toContain("and");
});
