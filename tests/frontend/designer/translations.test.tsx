import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lacking, textRows } from "../../../frontend/designer/translations/text-rows";
import { Translations } from "../../../frontend/designer/translations/translations";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs. */
beforeEach(() =>
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close() {},
  }),
);
afterEach(cleanup);

it("[DSG-25] every text of pages, blocks, actions, entities, fields and choices is a row with its place", () => {
  const editor = openedEditor();
  const rows = textRows(editor.whole.value);
  const ids = rows.map(({ id }) => id);
  const { workspace, model } = editor.whole.value;

  expect(ids).toContain("workspace/title");
  for (const page of workspace.pages) expect(ids).toContain(`workspace/pages/${page.id}/title`);
  for (const action of workspace.actions) expect(ids).toContain(`workspace/actions/${action.id}/label`);
  const used = model.entities.filter(({ id }) => rows.some(({ path }) => path[1] === id));
  expect(used.length).toBeGreaterThan(0);
  for (const entity of used) {
    for (const field of entity.fields) {
      expect(ids).toContain(`model/entities/${entity.id}/fields/${field.id}/label`);
      for (const choice of field.choices) {
        expect(ids).toContain(`model/entities/${entity.id}/fields/${field.id}/choices/${choice.id}/label`);
      }
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
});

it("[DSG-25] a text lacks the languages that it has no words in; one without any words lacks nothing", () => {
  const row = {
    id: "a",
    document: "workspace",
    path: [],
    key: "title",
    texts: { en: "Orders", sv: " " },
  } as const;

  expect(lacking(row, ["en", "sv", "de"])).toEqual(["sv", "de"]);
  expect(lacking({ ...row, texts: { en: "" } }, ["en", "sv"])).toEqual([]);
});

it("[DSG-25] a missing text is found, written in its cell as one step that undo takes back, and missing no more", () => {
  const editor = openedEditor();
  const before = editor.whole.value.workspace.pages[0];
  render(<Translations editor={editor} onClose={() => {}} />);
  fireEvent.change(screen.getByRole("combobox", { name: /Add a language/ }), { target: { value: "de" } });
  fireEvent.click(screen.getByRole("checkbox", { name: "Only what is missing" }));
  const cell = screen.getByRole<HTMLInputElement>("textbox", { name: `de: Title of ${before?.title.en}` });
  const missing = () => Number.parseInt(screen.getByRole("status").textContent ?? "", 10);
  const were = missing();

  fireEvent.input(cell, { target: { value: "Auf" } });
  fireEvent.input(cell, { target: { value: "Aufträge" } });
  fireEvent.blur(cell);

  expect(editor.whole.value.workspace.pages[0]?.title.de).toBe("Aufträge");
  expect(missing()).toBe(were - 1);
  expect(cell.isConnected).toBe(true);
  editor.undo();
  expect(editor.whole.value.workspace.pages[0]?.title).toEqual({ ...before?.title, de: null });
});
