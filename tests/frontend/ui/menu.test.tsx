import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Menu } from "../../../frontend/ui/menu";

/** happy-dom has no popovers: show and hide become the toggle events that a browser sends. */
beforeEach(() => {
  const toggle = (newState: string) =>
    function (this: HTMLElement) {
      this.dispatchEvent(Object.assign(new Event("toggle"), { newState }));
    };
  Object.assign(HTMLElement.prototype, { showPopover: toggle("open"), hidePopover: toggle("closed") });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const onEdit = vi.fn();
const onDelete = vi.fn();

function menu() {
  render(
    <Menu
      items={[
        { id: "edit", label: "Edit", onSelect: onEdit },
        { id: "share", label: "Share", onSelect: vi.fn(), disabled: true },
        { id: "copy", label: "Duplicate", onSelect: vi.fn() },
        { id: "delete", label: "Delete", onSelect: onDelete },
      ]}
    />,
  );
  return screen.getByRole("button", { name: "More actions" });
}

const focused = () => document.activeElement?.textContent;

it("opens with the focus on its first action, and says that it is open", async () => {
  const button = menu();

  fireEvent.click(button);

  expect(focused()).toBe("Edit");
  await vi.waitFor(() => expect(button.getAttribute("aria-expanded")).toBe("true"));
});

it("arrow keys move through what can be done, past what cannot, and round", () => {
  const button = menu();
  fireEvent.keyDown(button, { key: "ArrowUp" });
  const path = [focused()];

  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "End"]) {
    fireEvent.keyDown(document.activeElement as Element, { key });
    path.push(focused());
  }

  expect(path).toEqual(["Delete", "Edit", "Duplicate", "Edit", "Delete"]);
});

it("a letter leads to the next action that begins with it", () => {
  fireEvent.click(menu());
  const path: (string | null | undefined)[] = [];

  for (const key of ["d", "d", "d"]) {
    fireEvent.keyDown(document.activeElement as Element, { key });
    path.push(focused());
  }

  expect(path).toEqual(["Duplicate", "Delete", "Duplicate"]);
});

it("Escape closes it and the button has the focus again", async () => {
  const button = menu();
  fireEvent.click(button);

  fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });

  expect(document.activeElement).toBe(button);
  await vi.waitFor(() => expect(button.getAttribute("aria-expanded")).toBe("false"));
});

it("an action runs after the menu has closed and given the focus back", () => {
  const button = menu();
  fireEvent.click(button);
  let focusAtRun: Element | null = null;
  onDelete.mockImplementation(() => {
    focusAtRun = document.activeElement;
  });

  fireEvent.click(screen.getByText("Delete"));

  expect(onDelete).toHaveBeenCalledOnce();
  expect(focusAtRun).toBe(button);
});

it("stands beside its button anew when what it offers changes while it is open", async () => {
  const tall = vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(100);
  const below = { left: 300, right: 344, top: 700, bottom: 744 } as DOMRect;
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(below);
  const offer = (label: string) => <Menu items={[{ id: "edit", label, onSelect: onEdit }]} />;
  const { rerender } = render(offer("Edit"));
  fireEvent.click(screen.getByRole("button"));
  const panel = screen.getByRole("menu");
  expect(panel.style.top).toBe("596px");
  await vi.waitFor(() => expect(screen.getByRole("button").getAttribute("aria-expanded")).toBe("true"));

  tall.mockReturnValue(160);
  rerender(offer("Edit, once the office answers"));

  expect(panel.style.top).toBe("536px");
});
