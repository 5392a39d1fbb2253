/**
 * What was just done, where a screen reader hears it.
 *
 * It waits a moment, since what stands behind a dialog is silent until that has closed, and is empty meanwhile, so
 * that the same words are heard again.
 */
import { useEffect, useState } from "preact/hooks";
import type { Editor } from "./editor";

/** Milliseconds. */
const PAUSE = 100;

export function Said({ editor }: { readonly editor: Editor }) {
  const said = editor.said.value;
  const [words, setWords] = useState("");
  useEffect(() => {
    setWords("");
    const timer = setTimeout(() => setWords(said.words), PAUSE);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div class="ui-hidden" role="status">
      {words}
    </div>
  );
}
