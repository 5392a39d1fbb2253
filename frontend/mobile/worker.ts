/**
 * The app's side of its service worker: registers it, hears of a new version, asks to be woken when there is a
 * network.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { Emitter } from "../shared/emitter";
import { isWorkerMessage, OUTBOX_TAG, type ToWorker } from "../shared/worker-messages";

export interface Worker {
  /** Takes the version of the app that waits. */
  readonly newVersion: ReadonlySignal<(() => void) | null>;
  /** The browser thinks that there is a network now: send. */
  readonly woken: Emitter<void>;
}

const SCRIPT = "/app/sw.js";
const SCOPE = "/app/";
const LOOK_AGAIN = 3_600_000;

/** Chromium's Background Sync, which other browsers lack. */
interface SyncRegistration extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

export function registerWorker(): Worker {
  const newVersion = signal<(() => void) | null>(null);
  const woken = new Emitter<void>();
  const { serviceWorker } = navigator;
  if (!serviceWorker) return { newVersion, woken };

  serviceWorker.addEventListener("message", ({ data }) => {
    if (isWorkerMessage(data) && data.kind === "send") woken.emit();
  });
  const offer = (registration: ServiceWorkerRegistration) => {
    const { waiting } = registration;
    // The very first worker takes over by itself: there is nothing to update from.
    if (!waiting || !serviceWorker.controller) return;
    newVersion.value = () => {
      serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage({ satchel: "worker", kind: "take-over" } satisfies ToWorker);
    };
  };
  serviceWorker
    .register(SCRIPT, { scope: SCOPE, type: "classic" })
    .then((registration) => {
      offer(registration);
      registration.addEventListener("updatefound", () => {
        const coming = registration.installing;
        coming?.addEventListener("statechange", () => offer(registration));
      });
      setInterval(() => registration.update().catch(() => undefined), LOOK_AGAIN);
    })
    // Without a worker the app still works as long as it is open; private windows have none.
    .catch(() => undefined);
  return { newVersion, woken };
}

/** Ask the browser to wake us when it has a network, should the app be closed by then. */
export async function askToSend(): Promise<void> {
  try {
    const registration: SyncRegistration | undefined = await navigator.serviceWorker?.getRegistration(SCOPE);
    await registration?.sync?.register(OUTBOX_TAG);
  } catch {
    // The user has switched it off: the outbox is sent when the app is opened.
  }
}
