/**
 * The frame around every page of the open app: the page itself, and what may come up over it.
 */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { KEEPING_TEXTS } from "../shared/keeping-messages";
import { direction, language } from "../shared/messages";
import { current } from "../ui/live";
import { ToastRegion } from "../ui/toast-region";
import { useApp } from "./app-context";
import { Late } from "./late";
import { useMoves } from "./moves";
import { CurrentPage } from "./pages/current-page";
import { pendingRecords } from "./sync-view/pending";
import { worded } from "./words";
import "./mobile.css";

export function Shell() {
  const app = useApp();
  const { replica } = app.core;
  const root = useRef<HTMLDivElement>(null);
  useMoves(root);
  useEffect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dir = direction.value;
  }, [language.value, direction.value]);
  useEffect(fetchAhead, []);
  useEffect(() => {
    const tell = () => import("./keeping/telling").then(({ tellNews }) => tellNews(app));
    return effect(() => {
      if (replica.news.value) tell().catch(() => undefined);
    });
  }, [app]);
  const count = pendingRecords(app);
  useEffect(() => app.ports.device.badge(count), [count]);
  const conflict = current(app.conflict);
  const away = current(app.away);
  return (
    <div ref={root} class="app">
      <CurrentPage />
      <ToastRegion toasts={app.toasts} />
      {replica.loss.value && (
        <Late load={() => import("./prompts/loss-notice").then(({ LossNotice }) => LossNotice)} props={{}} />
      )}
      {replica.prompt.value && (
        <Late
          load={() => import("./prompts/update-prompt").then(({ UpdatePrompt }) => UpdatePrompt)}
          props={{}}
        />
      )}
      {app.leaving.value && (
        <Late load={() => import("./prompts/leaving").then(({ Leaving }) => Leaving)} props={{}} />
      )}
      {away && (
        <Late
          load={() =>
            worded(import("./keeping/away-sheet"), KEEPING_TEXTS).then(({ AwaySheet }) => AwaySheet)
          }
          props={{ ...away }}
        />
      )}
      {conflict && (
        <Late
          load={() =>
            worded(import("./conflict/conflict-sheet"), KEEPING_TEXTS).then(
              ({ ConflictSheet }) => ConflictSheet,
            )
          }
          props={{ ...conflict }}
        />
      )}
    </div>
  );
}

/** Have the next pages ready before they are asked for. */
function fetchAhead(): void {
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  idle(() => {
    void import("./pages/records").catch(() => undefined);
    void import("./pages/form").catch(() => undefined);
  });
}
