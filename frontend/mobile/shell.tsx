/**
 * The frame around every page of the open app: the page itself, and what may come up over it.
 */
import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { BLOCK_TEXTS } from "../shared/block-messages";
import { whenIdle } from "../shared/idle";
import { KEEPING_TEXTS } from "../shared/keeping-messages";
import { PULL_TEXTS } from "../shared/pull-messages";
import { current } from "../ui/live";
import { ToastRegion } from "../ui/toast-region";
import { useApp } from "./app-context";
import { Late, ready } from "./late";
import { useMoves } from "./moves";
import type { OpenApp } from "./open-app";
import { CurrentPage, innerPage } from "./pages/current-page";
import { pendingRecords } from "./sync-view/pending";
import { worded } from "./words";
import "./mobile.css";

export function Shell() {
  const app = useApp();
  const { replica } = app.core;
  const root = useRef<HTMLDivElement>(null);
  useMoves(root);
  useEffect(fetchAhead, []);
  useLate(
    app,
    () => import("./focus-keeper"),
    ({ keepFocus }) => root.current && keepFocus(root.current),
  );
  useEffect(() => {
    const tell = () => import("./keeping/telling").then(({ tellNews }) => tellNews(app));
    return effect(() => {
      if (replica.news.value) tell().catch(() => undefined);
    });
  }, [app]);
  useLate(
    app,
    () => import("./following"),
    ({ follow }) => follow(app),
  );
  const count = pendingRecords(app);
  useEffect(() => app.ports.device.badge(count), [count]);
  // How much waits of a person who has left is nobody else's affair.
  useEffect(() => () => app.ports.device.badge(0), [app]);
  const onRecord = current(app.conflict) ?? current(app.away);
  return (
    <div ref={root} class="app">
      <CurrentPage />
      <ToastRegion toasts={app.toasts} />
      <Late
        load={() => import("./sync-view/spoken-state").then(({ SpokenState }) => SpokenState)}
        props={{}}
      />
      <Late
        load={() => worded(import("./pull/pull-refresh"), PULL_TEXTS).then(({ PullRefresh }) => PullRefresh)}
        props={{ ground: root }}
      />
      {(replica.loss.value || replica.prompt.value || app.leaving.value) && (
        <Late
          load={() => worded(import("./prompts/prompts"), KEEPING_TEXTS).then(({ Prompts }) => Prompts)}
          props={{}}
        />
      )}
      {onRecord && (
        <Late
          load={() =>
            worded(import("./record-sheets"), BLOCK_TEXTS, KEEPING_TEXTS).then(
              ({ RecordSheets }) => RecordSheets,
            )
          }
          props={{}}
        />
      )}
    </div>
  );
}

/** Let a part that comes late work while this app is shown; what begins it returns how to end it. */
function useLate<M>(app: OpenApp, load: () => Promise<M>, begin: (part: M) => (() => void) | null): void {
  useEffect(() => {
    let stop: (() => void) | null = null;
    let ended = false;
    load()
      .then((part) => {
        if (!ended) stop = begin(part);
      })
      .catch(() => undefined);
    return () => {
      ended = true;
      stop?.();
    };
  }, [app]);
}

/** Have the next pages ready before they are asked for. */
function fetchAhead(): void {
  whenIdle(() => {
    void ready(innerPage)
      .then(() => import("./pages/inner-page"))
      .then(({ readyPages }) => readyPages())
      .catch(() => undefined);
  });
}
