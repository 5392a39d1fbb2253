/**
 * The line to the preview in its frame: it is shown the design, told what is selected, and tells what was clicked.
 *
 * Only the frame's own window on our own origin is listened to and spoken to.
 */
import { effect, type Signal, signal } from "@preact/signals";
import { type FromPreview, messageFrom, type ToPreview } from "../../metadata/preview-channel";
import { language } from "../../shared/messages";
import { unreachable } from "../../shared/unreachable";
import type { Editor } from "../editor";
import { effectiveDesign, effectiveFor } from "../effective";
import type { Eyes } from "./eyes";

export interface Look {
  readonly dark: boolean;
  readonly language: string;
  readonly choosing: boolean;
  readonly rightToLeft: boolean;
  readonly largeText: boolean;
}

export function usualLook(): Look {
  const dark = document.documentElement.dataset.theme === "dark";
  return {
    dark: dark || matchMedia("(prefers-color-scheme: dark)").matches,
    language: language.peek(),
    choosing: false,
    rightToLeft: false,
    largeText: false,
  };
}

/** Join the editor with the frame until the returned function is called. */
export function linkPreview(
  editor: Editor,
  frame: HTMLIFrameElement,
  look: Signal<Look>,
  eyes: Eyes,
): () => void {
  const ready = signal(false);
  let version = 0;
  let shown = false;
  const say = (message: ToPreview) => frame.contentWindow?.postMessage(message, location.origin);
  const metadata = () => {
    version += 1;
    const told = { version, language: look.peek().language };
    const seen = eyes.metadata.value;
    return seen
      ? effectiveFor(seen, editor.practice.value, told)
      : effectiveDesign(editor.whole.value, editor.practice.value, told);
  };
  const hear = (event: MessageEvent) => {
    const message = messageFrom<FromPreview>(event, frame.contentWindow, "designer");
    if (!message) return;
    switch (message.kind) {
      case "ready":
        shown = false;
        ready.value = false;
        ready.value = true;
        return;
      case "chosen":
        return editor.select({ document: "workspace", path: message.node.split("/") });
      case "pressed":
        dispatchEvent(new KeyboardEvent("keydown", { ...message.pressed, cancelable: true }));
        return;
      case "place":
        return;
      default:
        return unreachable(message);
    }
  };
  addEventListener("message", hear);
  const stops = [
    effect(() => {
      if (!ready.value) return;
      const { dark, language: spoken, rightToLeft, largeText } = look.value;
      const theme = dark ? "dark" : "light";
      say({ satchel: "preview", kind: "look", theme, language: spoken, rightToLeft, largeText });
    }),
    effect(() => {
      // Practice records come with the first showing, and by themselves afterwards.
      const practice = editor.practice.value;
      if (!ready.value || practice.put.length === 0 || shown) return;
      shown = true;
      const path = `/app/w/${editor.id}`;
      say({ satchel: "preview", kind: "show", metadata: metadata(), practice, path });
    }),
    effect(() => {
      const known = shown && ready.value;
      const design = metadata();
      if (known) say({ satchel: "preview", kind: "metadata", metadata: design });
    }),
    effect(() => {
      const practice = editor.practice.value;
      if (ready.value && shown) say({ satchel: "preview", kind: "practice", practice });
    }),
    effect(() => {
      const { document, path } = editor.selected.value;
      const selected = document === "workspace" && path.length > 1 ? path.join("/") : null;
      const { choosing } = look.value;
      if (ready.value) {
        say({ satchel: "preview", kind: "mark", selected, hovered: editor.hovered.value, choosing });
      }
    }),
    effect(() => {
      const { document, path } = editor.selected.value;
      const page = document === "workspace" && path[0] === "pages" ? path[1] : undefined;
      const found = editor.whole.peek().workspace.pages.find(({ id }) => id === page);
      if (ready.value && shown && found) {
        const record = found.kind === "detail" ? firstRecord(editor, found.entity) : "";
        say({ satchel: "preview", kind: "go", path: `/app/w/${editor.id}/p/${found.id}${record}` });
      }
    }),
  ];
  return () => {
    removeEventListener("message", hear);
    for (const stop of stops) stop();
  };
}

/** A detail page shows a record: the first practice record there is. */
function firstRecord(editor: Editor, entity: string): string {
  const rows = editor.practice.peek().put.find((put) => put.entity === entity)?.rows;
  const id = rows?.[0]?.[0];
  return id ? `/${id}` : "";
}
