import { expect, it } from "vitest";
import { lookInside, PLAIN } from "../../../frontend/blocks/group/look";

it("[DSG-22] a group takes from around it what it does not say, and sets the rest, `not filled` too", () => {
  const outer = lookInside(PLAIN, { colour: "teal", filled: true, size: "large", weight: "strong" });

  const inner = lookInside(outer, { colour: null, filled: false, size: "small", weight: null });
  const innermost = lookInside(inner, null);

  expect(inner).toEqual({ colour: "teal", filled: false, size: "small", weight: "strong" });
  expect(innermost).toEqual(inner);
});
