/**
 * The designer with one design open: top bar, tree, phone, properties; and its keys.
 */
import { useEffect, useState } from "preact/hooks";
import { ToastRegion } from "../ui/toast-region";
import { Canvas } from "./canvas/canvas";
import { Dialogs } from "./dialogs";
import type { Editor } from "./editor";
import type { Shown } from "./editor-commands";
import { Inspector } from "./inspector/inspector";
import { nextPane } from "./pane-keys";
import { Panes } from "./panes";
import { Said } from "./said";
import { TopBar } from "./top-bar";
import { TreeView } from "./tree/tree-view";
import "./designer.css";

export function EditorView({ editor, onLeave }: { readonly editor: Editor; readonly onLeave: () => void }) {
  const [shown, show] = useState<Shown | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented) return;
      if (command && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) show("palette");
        return;
      }
      if (event.key === "F6") {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) nextPane(event.shiftKey ? -1 : 1);
        return;
      }
      if (isText(event.target)) return;
      if (command && event.key.toLowerCase() === "z") {
        event.preventDefault();
        if (event.shiftKey) editor.redo();
        else editor.undo();
      } else if (command && event.key.toLowerCase() === "y") {
        event.preventDefault();
        editor.redo();
      } else if (!command && !event.altKey && event.key === "?") {
        event.preventDefault();
        show("help");
      }
    };
    const onLeaving = (event: BeforeUnloadEvent) => {
      if (editor.store.saving.peek() !== "saved") event.preventDefault();
    };
    const onBack = () => editor.store.retry();
    addEventListener("keydown", onKey);
    addEventListener("beforeunload", onLeaving);
    addEventListener("online", onBack);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("beforeunload", onLeaving);
      removeEventListener("online", onBack);
    };
  }, [editor]);
  return (
    <main class="d-root">
      <TopBar editor={editor} onLeave={onLeave} onShow={show} />
      <div class="d-main">
        <Panes
          left={<TreeView editor={editor} />}
          middle={<Canvas editor={editor} />}
          right={<Inspector editor={editor} />}
        />
      </div>
      <Dialogs editor={editor} shown={shown} show={show} onLeave={onLeave} />
      <Said editor={editor} />
      <div data-pane="notices">
        <ToastRegion toasts={editor.toasts} />
      </div>
    </main>
  );
}

/** A text that is being written has an undo of its own. */
function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type))
  );
}
