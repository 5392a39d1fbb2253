/**
 * The phone app's service worker: its listeners.
 */
import type { PrecacheEntry } from "workbox-precaching";
import { isToWorker, OUTBOX_TAG } from "../frontend/shared/worker-messages";
import { sendWaiting } from "./outbox-sync";
import { Shell } from "./shell";

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

/** Chromium's Background Sync. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const shell = new Shell(self.__WB_MANIFEST, self.location.origin);

self.addEventListener("install", (event) => shell.install(event));

self.addEventListener("activate", (event) => {
  shell.activate(event);
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});

// A new version waits until its user takes it: never in the middle of work.
self.addEventListener("message", (event) => {
  if (isToWorker(event.data)) event.waitUntil(self.skipWaiting());
});

self.addEventListener("sync", (event) => {
  const { tag } = event as SyncEvent;
  if (tag === OUTBOX_TAG) (event as SyncEvent).waitUntil(sendWaiting(self.clients));
});
