/**
 * When drafts are exchanged with the office: at the start, a while after the last edit, when the app is hidden or seen
 * again, and after each sync. One exchange at a time.
 */
import { effect } from "@preact/signals";
import type { OpenApp } from "../open-app";
import { draftsOf } from "./drafts-of";

/** How long after the last edit a draft is sent. */
const SETTLED = 2_000;

/** Follow the app as long as it is open; the function that is returned ends it. */
export function followDrafts(app: OpenApp): () => void {
  const drafts = draftsOf(app);
  const { clock } = app.ports;
  let stopTimer = () => {};
  let going = false;
  let again = false;
  let ended = false;

  async function exchange(): Promise<void> {
    const { kind } = app.core.sync.syncState.peek();
    if (ended || kind === "offline" || kind === "held") return;
    again = going;
    if (going) return;
    going = true;
    try {
      const office = await app.office();
      const came = await office.exchangeDrafts?.((id) => drafts.open.has(id));
      if (came !== undefined) await drafts.refresh();
    } catch {
      // Without an answer, or with a store that cannot be written, the next occasion tries again.
    } finally {
      going = false;
    }
    if (again) void exchange();
  }

  const soon = () => {
    stopTimer();
    stopTimer = clock.after(SETTLED, () => void exchange());
  };
  const now = () => void exchange();
  const stops = [
    effect(() => {
      drafts.all.value;
      soon();
    }),
    effect(() => {
      app.core.sync.syncState.value.at;
      now();
    }),
  ];
  document.addEventListener("visibilitychange", now);
  addEventListener("focus", now);
  return () => {
    ended = true;
    stopTimer();
    for (const stop of stops) stop();
    document.removeEventListener("visibilitychange", now);
    removeEventListener("focus", now);
  };
}
