/**
 * Opens a design: reads it, joins its store with the server and this browser, and draws it.
 */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Client } from "../rest/client";
import { bePresent, editDesign, leavePresence, readDesign } from "../rest/designs";
import { systemClock } from "../shared/clock";
import { newIds } from "../shared/ids";
import { t } from "../shared/messages";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { BarePage } from "./bare-page";
import { Editor } from "./editor";
import { EditorView } from "./editor-view";
import { errorWords } from "./problem-words";
import { DesignStore, type Keep } from "./store";
import { Together } from "./together/together";

interface OpenDesignProps {
  readonly client: Client;
  readonly workspace: string;
  readonly person: string;
  readonly onLeave: () => void;
}

export function OpenDesign({ client, workspace, person, onLeave }: OpenDesignProps) {
  const [editor, setEditor] = useState<Editor | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    let opened: Editor | null = null;
    let gone = false;
    readDesign(client, workspace).then(
      (design) => {
        if (gone) return;
        const store = new DesignStore(design, {
          port: {
            read: () => readDesign(client, workspace),
            save: (revision, edits) => editDesign(client, workspace, revision, edits),
          },
          keep: keepOf(person, workspace),
          clock: systemClock,
          newId: newIds(),
          random: Math.random,
        });
        opened = new Editor(workspace, store, client);
        setEditor(opened);
        void opened.begin();
      },
      (error) => setWrong(errorWords(error)),
    );
    return () => {
      gone = true;
      opened?.store.end();
    };
  }, [client, workspace, person]);
  useFollowing(editor);
  useTogether(editor, client, workspace);

  if (editor) return <EditorView editor={editor} onLeave={onLeave} />;
  return (
    <BarePage>
      {wrong ? (
        <EmptyState
          icon="circle-alert"
          action={<Button onPress={onLeave}>{t("designer.all_workspaces")}</Button>}
        >
          {wrong}
        </EmptyState>
      ) : (
        <SkeletonRows count={8} />
      )}
    </BarePage>
  );
}

/** Practice records follow the model, and what other designers did is read when the page is looked at again. */
function useFollowing(editor: Editor | null): void {
  useEffect(() => {
    if (!editor) return;
    const ignored = () => {};
    const stop = editor.store.design.subscribe(() => void editor.refreshPractice().catch(ignored));
    const look = () => {
      if (document.visibilityState === "visible") void editor.store.refresh().catch(ignored);
    };
    addEventListener("focus", look);
    return () => {
      stop();
      removeEventListener("focus", look);
    };
  }, [editor]);
}

/** Others see where one is, and one sees what they do. */
function useTogether(editor: Editor | null, client: Client, workspace: string): void {
  useEffect(() => {
    if (!editor) return;
    const tab = crypto.randomUUID();
    const visible = signal(document.visibilityState === "visible");
    const look = () => {
      visible.value = document.visibilityState === "visible";
    };
    const together = new Together({
      say: (place) => bePresent(client, workspace, tab, { document: place.document, path: [...place.path] }),
      leave: () => void leavePresence(client, workspace, tab).catch(() => {}),
      refresh: () => editor.store.refresh(),
      revision: () => editor.store.design.peek().revision,
      place: editor.selected,
      visible,
      clock: systemClock,
    });
    const stop = together.others.subscribe((others) => {
      editor.others.value = others;
    });
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      stop();
      together.end();
    };
  }, [editor, client, workspace]);
}

/** What a reload of this tab must not lose; another person's session never reads it. */
function keepOf(person: string, workspace: string): Keep {
  const key = `satchel.design.${person}.${workspace}`;
  return {
    read: () => sessionStorage.getItem(key),
    write(kept) {
      try {
        sessionStorage.setItem(key, kept);
      } catch {
        // Full: the history does not survive a reload, the edits are on their way anyway.
      }
    },
  };
}
