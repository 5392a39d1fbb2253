import { expect, it } from "vitest";
import { listedLate } from "../../../frontend/local/records";

it("a view makes its list when it is first asked for, and only once", () => {
  let made = 0;
  const list = () => {
    made += 1;
    return [];
  };
  const view = listedLate(list, { changed: new Map(), get: () => undefined });

  view.get("r1");
  expect(made).toBe(0);

  expect(view.list).toBe(view.list);
  expect(made).toBe(1);
});
