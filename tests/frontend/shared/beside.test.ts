import { expect, it } from "vitest";
import { beside } from "../../../frontend/shared/beside";

it("keeps each text in the direction of its own script", () => {
  expect(beside(["Kärrdal Bygg", "2026-11-23"])).toBe("\u2068Kärrdal Bygg\u2069 · \u20682026-11-23\u2069");
});
