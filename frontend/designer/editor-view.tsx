/**
 * The designer with one design open: top bar, tree, phone, properties; and its keys.
 */
import { useEffect, useState } from "preact/hooks";
import { ToastRegion } from "../ui/toast-region";
import { Canvas } from "./canvas/canvas";
import type { Editor } from "./editor";
import { HelpSheet } from "./help-sheet";
import { Inspector } from "./inspector/inspector";
import { Panes } from "./panes";
import { PublishDialog } from "./publish/publish-dialog";
import { TopBar } from "./top-bar";
import { TreeView } from "./tree/tree-view";
import "./designer.css";

type Shown = "publish" | "help" | null;

export function EditorView({ editor, onLeave }: { readonly editor: Editor; readonly onLeave: () => void }) {
  const [shown, show] = useState<Shown>(null);
  const close = () => show(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isText(event.target)) return;
      const command = event.ctrlKey || event.metaKey;
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
      <TopBar
        editor={editor}
        onLeave={onLeave}
        onPublish={() => show("publish")}
        onHelp={() => show("help")}
      />
      <div class="d-main">
        <Panes
          left={<TreeView editor={editor} />}
          middle={<Canvas editor={editor} />}
          right={<Inspector editor={editor} />}
        />
      </div>
      {shown === "publish" && <PublishDialog editor={editor} onClose={close} />}
      {shown === "help" && <HelpSheet onClose={close} />}
      <ToastRegion toasts={editor.toasts} />
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
