import { signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { Chips } from "../../../frontend/ui/chips";
import { SearchField } from "../../../frontend/ui/search-field";

afterEach(cleanup);

it("one filter of the row holds, and follows the signal", async () => {
  const selected = signal<"all" | "mine">("all");
  render(
    <Chips
      label="Show"
      chips={[
        { id: "all", label: "All" },
        { id: "mine", label: "Mine" },
      ]}
      selected={selected}
      onSelect={(id) => {
        selected.value = id;
      }}
    />,
  );

  fireEvent.click(screen.getByRole("radio", { name: "Mine" }));

  await vi.waitFor(() => expect(selected.value).toBe("mine"));
  const checked = screen.getAllByRole("radio").map((radio) => (radio as HTMLInputElement).checked);
  expect(checked).toEqual([false, true]);
  expect(screen.getByRole("radiogroup", { name: "Show" })).toBeTruthy();
});

it("the cross empties the search and the typing goes on in the box", () => {
  const onSearch = vi.fn();
  render(<SearchField value="lisbon" onSearch={onSearch} label="Search reports" />);

  fireEvent.click(screen.getByRole("button", { name: "Clear the search" }));

  expect(onSearch).toHaveBeenCalledWith("");
  expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Search reports" }));
});

it("an empty search has no cross", () => {
  render(<SearchField value="" onSearch={() => {}} />);

  expect(screen.queryByRole("button")).toBeNull();
});
