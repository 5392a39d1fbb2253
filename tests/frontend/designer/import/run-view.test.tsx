import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { RunView } from "../../../../frontend/designer/import/run-view";
import type { ImportState } from "../../../../frontend/protocol";

afterEach(cleanup);

it("rows that have only been checked are not told as brought in, and there is nothing to undo yet", () => {
  const counts = { rows: 2, done: 2, created: 2, updated: 0, unfit: 0, emptied: 0, left: 0 };
  const state = { id: "i", state: "checked", ...counts } as ImportState;

  render(<RunView state={state} problems={[]} more={false} onCancel={vi.fn()} onUndo={vi.fn()} />);

  expect(screen.queryByText(/records made/)).toBeNull();
  expect(screen.queryByRole("button", { name: "Undo the import" })).toBeNull();
  expect(screen.getByText("Checking rows")).toBeTruthy();
});
