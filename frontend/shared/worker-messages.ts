/**
 * What the phone app and its service worker say to each other.
 */

/** The name under which the browser is asked for a chance to send. */
export const OUTBOX_TAG = "outbox";

/** take-over: the version that waits is to be used from now on. */
export type ToWorker = { readonly satchel: "worker"; readonly kind: "take-over" };

/** send: there seems to be a network; whoever is open sends what waits. */
export type FromWorker = { readonly satchel: "app"; readonly kind: "send" };

export function isToWorker(data: unknown): data is ToWorker {
  return addressedTo(data, "worker");
}

export function isWorkerMessage(data: unknown): data is FromWorker {
  return addressedTo(data, "app");
}

function addressedTo(data: unknown, whom: string): boolean {
  return typeof data === "object" && data !== null && "satchel" in data && data.satchel === whom;
}
