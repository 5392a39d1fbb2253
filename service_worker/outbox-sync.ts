/**
 * The browser's word that there may be a network again: whoever has the app open sends what waits.
 *
 * With no window open nothing is sent and nothing is lost: the outbox lies in the store, and goes when the app is
 * opened. Sending needs the whole client core, which is not part of the worker.
 */
import type { FromWorker } from "../frontend/shared/worker-messages";

/** What of the worker's clients is used. */
export interface Windows {
  matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Window[]>;
}

interface Window {
  postMessage(message: FromWorker): void;
}

/** Wake every open window; says how many there were. */
export async function wake(windows: Windows): Promise<number> {
  const open = await windows.matchAll({ type: "window", includeUncontrolled: true });
  for (const window of open) window.postMessage({ satchel: "app", kind: "send" });
  return open.length;
}
