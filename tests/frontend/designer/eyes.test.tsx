import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Eyes } from "../../../frontend/designer/canvas/eyes";
import { NothingLeft, WhoseNote } from "../../../frontend/designer/canvas/whose-note";
import { WhoseSelect } from "../../../frontend/designer/canvas/whose-select";
import type { Editor } from "../../../frontend/designer/editor";
import type { SeenDesign } from "../../../frontend/protocol";
import { Unreachable } from "../../../frontend/rest/errors";
import { openedEditor } from "./fake-server";

/** happy-dom draws no dialogs. */
beforeEach(() => Object.assign(HTMLDialogElement.prototype, { showModal() {}, close() {} }));
afterEach(cleanup);

const METADATA = { metadataVersion: 0 } as NonNullable<SeenDesign["metadata"]>;

function looking(answer: (kind: string, id: string) => Promise<SeenDesign>): { eyes: Eyes; editor: Editor } {
  const editor = openedEditor();
  vi.spyOn(editor, "seenBy").mockImplementation(answer);
  vi.spyOn(editor, "roles").mockResolvedValue([
    { id: "driver", label: { en: "Driver" }, people: 3, mine: false },
  ]);
  vi.spyOn(editor, "people").mockResolvedValue([{ id: "p1", name: "Femke de Vries" }]);
  return { editor, eyes: new Eyes(editor) };
}

it("the phone shows what a role has, and says when the role is not shown the workspace", async () => {
  const asked: string[] = [];
  const { eyes, editor } = looking(async (kind, id) => {
    asked.push(`${kind} ${id}`);
    return { metadata: METADATA, sees: false };
  });
  render(<WhoseSelect editor={editor} eyes={eyes} />);
  render(<WhoseNote eyes={eyes} own={false} />);
  await screen.findByRole("option", { name: "As Driver" });

  fireEvent.change(screen.getByRole("combobox", { name: "Seen as" }), { target: { value: "driver" } });

  await vi.waitFor(() => expect(eyes.metadata.value).toBe(METADATA));
  expect(asked).toEqual(["role driver"]);
  expect(screen.getByRole("status").textContent).toContain("not shown to them yet");
});

it("a person is found by name, and seen as", async () => {
  const { eyes, editor } = looking(async () => ({ metadata: METADATA, sees: true }));
  render(<WhoseSelect editor={editor} eyes={eyes} />);

  fireEvent.change(screen.getByRole("combobox", { name: "Seen as" }), { target: { value: "search" } });
  fireEvent.click(await screen.findByText("Femke de Vries"));

  await vi.waitFor(() => expect(eyes.metadata.value).toBe(METADATA));
  expect(eyes.whose.value).toEqual({ kind: "person", id: "p1", name: "Femke de Vries" });
});

it("what nothing is left of, and an office that does not answer, are said", async () => {
  const answers = [
    async () => ({ metadata: null, sees: true }),
    () => Promise.reject(new Unreachable("down")),
  ];
  const { eyes } = looking(() => (answers.shift() as () => Promise<SeenDesign>)());
  render(<NothingLeft eyes={eyes} />);

  eyes.whose.value = { kind: "role", id: "guest" };
  await vi.waitFor(() =>
    expect(screen.getByRole("status").textContent).toContain("Nothing of this workspace"),
  );
  eyes.whose.value = { kind: "role", id: "driver" };

  await vi.waitFor(() => expect(eyes.seen.value.kind).toBe("failed"));
  expect(eyes.metadata.value).toBe(null);
});

it("after each save it is asked again, and not any more once it has ended", async () => {
  let asked = 0;
  const { eyes, editor } = looking(async () => {
    asked += 1;
    return { metadata: METADATA, sees: true };
  });
  eyes.whose.value = { kind: "role", id: "driver" };
  await vi.waitFor(() => expect(asked).toBe(1));

  editor.store.adopt({ ...editor.store.design.peek(), revision: 99 });
  await vi.waitFor(() => expect(asked).toBe(2));
  eyes.end();
  editor.store.adopt({ ...editor.store.design.peek(), revision: 100 });

  expect(asked).toBe(2);
});
