/**
 * What can be done in an open design by its name: the palette's commands.
 */
import { t } from "../shared/messages";
import type { Editor } from "./editor";
import { type Command, placesOf } from "./palette/commands";
import { type Adding, addItems } from "./tree/add-menu";
import { nodeByPath } from "./tree/nodes";
import { canDuplicate, canMove, duplicate, step } from "./tree/operations";

export type Shown =
  | ("app" | "publish" | "help" | "palette" | "offline" | "problems" | "translations")
  | { readonly adding: Adding };

/** Everything, what is about the selected node first, the places of the tree last. */
export function editorCommands(
  editor: Editor,
  show: (shown: Shown) => void,
  leave: () => void,
): readonly Command[] {
  return [
    ...aboutSelected(editor),
    ...addItems(editor, (adding) => show({ adding })).map(
      ({ id, label, icon, onSelect }): Command => ({
        id: `add:${id}`,
        label,
        icon: icon ?? "plus",
        run: onSelect,
      }),
    ),
    ...general(editor, show, leave),
    ...placesOf(editor.tree.value, ({ document, path }) => editor.goTo({ document, path })),
  ];
}

function aboutSelected(editor: Editor): readonly Command[] {
  const node = nodeByPath(editor.tree.value, editor.selected.value);
  if (!node) return [];
  const name = node.label;
  const moved = (by: -1 | 1) => () => void editor.run(step(editor.documents, node, by));
  return [
    {
      id: "up",
      label: t("designer.palette.move_up", { name }),
      icon: "arrow-up",
      keys: "Alt+↑",
      disabled: !canMove(node) || step(editor.documents, node, -1) === null,
      run: moved(-1),
    },
    {
      id: "down",
      label: t("designer.palette.move_down", { name }),
      icon: "arrow-down",
      keys: "Alt+↓",
      disabled: !canMove(node) || step(editor.documents, node, 1) === null,
      run: moved(1),
    },
    {
      id: "duplicate",
      label: t("designer.palette.duplicate", { name }),
      icon: "copy",
      disabled: !canDuplicate(node),
      run: () => void editor.run(duplicate(editor.documents, editor.reserved.peek(), node), { select: true }),
    },
  ];
}

function general(editor: Editor, show: (shown: Shown) => void, leave: () => void): readonly Command[] {
  const { done, undone } = editor.store.history.value;
  const undo = done.at(-1)?.intention.label;
  const redo = undone.at(-1)?.intention.label;
  return [
    {
      id: "undo",
      label: undo ? t("designer.undo_named", { label: undo }) : t("ui.undo"),
      icon: "undo-2",
      keys: "Mod+Z",
      disabled: undo === undefined,
      run: () => editor.undo(),
    },
    {
      id: "redo",
      label: redo ? t("designer.redo_named", { label: redo }) : t("designer.redo"),
      icon: "redo-2",
      keys: "Mod+Shift+Z",
      disabled: redo === undefined,
      run: () => editor.redo(),
    },
    { id: "offline", label: t("designer.offline"), icon: "cloud-off", run: () => show("offline") },
    { id: "problems", label: t("designer.problems"), icon: "circle-alert", run: () => show("problems") },
    {
      id: "translations",
      label: t("designer.translations"),
      icon: "languages",
      run: () => show("translations"),
    },
    { id: "publish", label: t("designer.publish"), icon: "rocket", run: () => show("publish") },
    { id: "app", label: t("designer.open_app"), icon: "smartphone", run: () => show("app") },
    { id: "help", label: t("designer.keys"), icon: "keyboard", keys: "?", run: () => show("help") },
    { id: "leave", label: t("designer.all_workspaces"), icon: "arrow-left", run: leave },
  ];
}
