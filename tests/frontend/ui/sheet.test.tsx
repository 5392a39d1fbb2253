import { signal } from "@preact/signals";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfirmDialog } from "../../../frontend/ui/confirm-dialog";
import { Sheet } from "../../../frontend/ui/sheet";

afterEach(cleanup);

function opener() {
  const button = document.createElement("button");
  document.body.append(button);
  button.focus();
  return button;
}

describe("a sheet", () => {
  it("opens as a modal dialog named by its title, with the focus on the title", () => {
    render(
      <Sheet open title="Sort by" onClose={() => {}}>
        Name
      </Sheet>,
    );

    const dialog = screen.getByRole("dialog", { name: "Sort by" }) as HTMLDialogElement;
    expect(dialog.open).toBe(true);
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Sort by" }));
  });

  it("gives the focus back to what opened it", async () => {
    const button = opener();
    const open = signal(true);
    const view = render(
      <Sheet open={open} title="Sort by" onClose={() => {}}>
        Name
      </Sheet>,
    );

    open.value = false;
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

    expect(document.activeElement).toBe(button);
    view.unmount();
    button.remove();
  });

  it("asks to be closed by Escape and stays open until its owner agrees", () => {
    const onClose = vi.fn();
    render(
      <Sheet open title="Sort by" onClose={onClose}>
        Name
      </Sheet>,
    );
    const dialog = screen.getByRole("dialog") as HTMLDialogElement;
    const pressed = new Event("cancel", { cancelable: true });

    fireEvent(dialog, pressed);

    expect(onClose).toHaveBeenCalledOnce();
    expect(pressed.defaultPrevented).toBe(true);
    expect(dialog.open).toBe(true);
  });

  it("is not closed by the cancel of a file chooser inside it", () => {
    const onClose = vi.fn();
    render(
      <Sheet open title="Picture" onClose={onClose}>
        <input type="file" aria-label="Choose a file" />
      </Sheet>,
    );

    fireEvent(screen.getByLabelText("Choose a file"), new Event("cancel", { bubbles: true }));

    expect(onClose).not.toHaveBeenCalled();
  });

  it("asks to be closed by a tap beside it, not by one inside", () => {
    const onClose = vi.fn();
    render(
      <Sheet open title="Sort by" onClose={onClose}>
        <p>Name</p>
      </Sheet>,
    );

    fireEvent.click(screen.getByText("Name"));
    const inside = onClose.mock.calls.length;
    fireEvent.click(screen.getByRole("dialog"));

    expect([inside, onClose.mock.calls.length]).toEqual([0, 1]);
  });
});

describe("a question", () => {
  it("is answered by its verb or by Cancel, and by no tap beside it", () => {
    const onConfirm = vi.fn();
    const onCancel = vi.fn();
    render(
      <ConfirmDialog
        open
        title="Delete it?"
        confirmWord="Delete report"
        onConfirm={onConfirm}
        onCancel={onCancel}
      >
        It is gone then.
      </ConfirmDialog>,
    );

    fireEvent.click(screen.getByRole("dialog"));
    const beside = onCancel.mock.calls.length;
    fireEvent.click(screen.getByRole("button", { name: "Delete report" }));
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));

    expect([beside, onConfirm.mock.calls.length, onCancel.mock.calls.length]).toEqual([0, 1, 1]);
  });
});
