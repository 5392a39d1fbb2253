import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { editorCommands, type Shown } from "../../../frontend/designer/editor-commands";
import { EditorView } from "../../../frontend/designer/editor-view";
import { type Command, matching } from "../../../frontend/designer/palette/commands";
import { Palette } from "../../../frontend/designer/palette/palette";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs and measures nothing. */
beforeEach(() => {
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close() {},
  });
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe() {}
      disconnect() {}
    },
  });
});
afterEach(cleanup);

function command(label: string, more: Partial<Command> = {}): Command {
  return { id: label, label, icon: "circle", run() {}, ...more };
}

it("[BEY-14] what begins with the words comes first, accents and case do not matter, what cannot be done is left out", () => {
  const commands = [
    command("Customer", { note: "Page · Orders" }),
    command("Order lines"),
    command("Redo order", { disabled: true }),
    command("New order"),
    command("Café", { note: "Field" }),
  ];

  expect(matching(commands, "order").map(({ label }) => label)).toEqual([
    "Order lines",
    "New order",
    "Customer",
  ]);
  expect(matching(commands, "cafe field").map(({ label }) => label)).toEqual(["Café"]);
  expect(matching(commands, "  ").map(({ label }) => label)).not.toContain("Redo order");
});

it("[BEY-14] the palette is walked by the arrow keys, round at its ends, and Enter does what is chosen", () => {
  const done: string[] = [];
  const commands = ["One", "Two", "Three"].map((label) => command(label, { run: () => done.push(label) }));
  let closed = 0;
  render(
    <Palette
      commands={commands}
      onClose={() => {
        closed += 1;
      }}
    />,
  );
  const input = screen.getByRole("combobox");

  fireEvent.keyDown(input, { key: "ArrowUp" });
  expect(screen.getByRole("option", { selected: true }).textContent).toBe("Three");
  expect(input.getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { selected: true }).id);
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "ArrowDown" });
  fireEvent.keyDown(input, { key: "Enter" });

  expect(done).toEqual(["Two"]);
  expect(closed).toBe(1);
});

it("[BEY-14] everything that the bar and the menus offer is a command, and every place of the tree", () => {
  const editor = openedEditor();
  const shown: Shown[] = [];
  const commands = editorCommands(
    editor,
    (one) => shown.push(one),
    () => {},
  );
  const labels = commands.map(({ label }) => label);

  expect(labels).toEqual(
    expect.arrayContaining([
      "Publish",
      "Works offline?",
      "Translations",
      "New page",
      "New action",
      "New entity",
    ]),
  );
  for (const { id } of editor.whole.value.workspace.pages) {
    expect(commands.map((one) => one.id)).toContain(`workspace:pages/${id}`);
  }
  commands.find(({ label }) => label === "New page")?.run();
  expect(shown).toEqual([{ adding: "page" }]);
});

it("[BEY-14] Ctrl-K opens it anywhere, in a text too, and a place is gone to", () => {
  const editor = openedEditor();
  render(<EditorView editor={editor} onLeave={() => {}} />);
  const page = editor.whole.value.workspace.pages.at(-1);

  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  const input = screen.getByRole("combobox", { name: "Find or do anything" });
  fireEvent.input(input, { target: { value: page?.title.en ?? "" } });
  const found = screen.getAllByRole("option").find((one) => one.textContent?.includes("Page"));
  if (found) fireEvent.click(found);

  expect(editor.selected.value).toEqual({ document: "workspace", path: ["pages", page?.id] });
});
