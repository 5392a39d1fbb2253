/**
 * Opens a design: reads it, joins its store with the server and this browser, and draws it.
 */
import { useEffect, useState } from "preact/hooks";
import type { Client } from "../rest/client";
import { editDesign, readDesign } from "../rest/designs";
import { systemClock } from "../shared/clock";
import { newIds } from "../shared/ids";
import { t } from "../shared/messages";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { Editor } from "./editor";
import { EditorView } from "./editor-view";
import { errorWords } from "./problem-words";
import { DesignStore, type Keep } from "./store";

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

  if (editor) return <EditorView editor={editor} onLeave={onLeave} />;
  if (wrong) {
    return (
      <EmptyState
        icon="circle-alert"
        action={<Button onPress={onLeave}>{t("designer.all_workspaces")}</Button>}
      >
        {wrong}
      </EmptyState>
    );
  }
  return <SkeletonRows count={8} />;
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
