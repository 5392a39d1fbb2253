/**
 * What a screen reader hears of the pill: that the network went or is back, that something needs its user.
 *
 * What passes is not spoken: sending and receiving come with every change, and saving has said so itself.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/messages";
import type { SyncState } from "../../sync/status";
import { current } from "../../ui/live";
import { useApp } from "../app-context";
import { needingYou } from "./pending";
import { pillWords } from "./pill-words";

const LASTING: ReadonlySet<SyncState["kind"]> = new Set([
  "upToDate",
  "offline",
  "held",
  "attention",
  "updateReady",
]);

export function SpokenState() {
  const app = useApp();
  const state = current(app.core.sync.syncState);
  const { key, values } = pillWords(
    { ...state, at: null },
    { waiting: 0, needsYou: needingYou(app) },
    String,
  );
  const said = LASTING.has(state.kind) ? t(key, values) : null;
  const last = useRef<string | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (said === null || said === last.current) return;
    // How it stands at the beginning is read with the page.
    if (last.current !== null) setWords(said);
    last.current = said;
  }, [said]);
  return (
    <p class="ui-hidden" role="status">
      {words}
    </p>
  );
}
