import { expect, it } from "vitest";
import { actionIcon } from "../../../frontend/fields/action-icon";

it("an action has the icon that its designer chose, or one that says what it does", () => {
  expect(actionIcon({ kind: "edit", icon: "camera" })).toBe("camera");
  expect(actionIcon({ kind: "edit", icon: null })).toBe("pencil");
  expect(actionIcon({ kind: "delete", icon: "no such icon" })).toBe("trash-2");
});
