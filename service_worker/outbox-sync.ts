/**
 * The browser's word that there may be a network again: whoever has the app open sends what waits, and with no window
 * open the worker does it.
 *
 * What fails is tried again by the browser a few times, and goes in any case when the app is opened.
 */
import { indexedDbStorage } from "../frontend/local/indexed-db";
import { webLocks } from "../frontend/local/locks";
import type { Replica } from "../frontend/local/replica";
import { Client } from "../frontend/rest/client";
import { readSession } from "../frontend/rest/session";
import { systemClock } from "../frontend/shared/clock";
import { within } from "../frontend/shared/deadline";
import { newIds } from "../frontend/shared/ids";
import type { FromWorker } from "../frontend/shared/worker-messages";
import { HttpChannel } from "../frontend/sync/http";
import { TabLeadership } from "../frontend/sync/leader";
import { sendUnattended } from "../frontend/sync/unattended";
import { uploadAll } from "../frontend/sync/uploads";

/** What of the worker's clients is used. */
export interface Windows {
  matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Window[]>;
}

interface Window {
  postMessage(message: FromWorker): void;
}

/** Browsers end a worker that takes much longer. */
const PATIENCE = 120_000;
const UNSEEN = { visible: () => false, on: () => () => undefined };

/** Have what waits sent, by every open window or by the worker. Rejects when the network did not carry it. */
export async function sendWaiting(windows: Windows, byWorker: () => Promise<unknown> = send): Promise<void> {
  const open = await windows.matchAll({ type: "window", includeUncontrolled: true });
  for (const window of open) window.postMessage({ satchel: "app", kind: "send" });
  if (open.length === 0) await byWorker();
}

function send(): Promise<boolean> {
  const clock = systemClock;
  const client = new Client({ clock });
  const ports = {
    storage: (name: string) => indexedDbStorage(name, clock),
    locks: webLocks(navigator.locks),
    leadership: (database: string) =>
      new TabLeadership({
        name: `${database}:leader`,
        locks: navigator.locks,
        wire: new BroadcastChannel(database),
        surroundings: UNSEEN,
        clock,
      }),
    async signedIn() {
      const { person } = await readSession(client);
      client.speakFor(person);
      return person;
    },
    transport: new HttpChannel(client),
    upload: (replica: Replica, signal: AbortSignal) => uploadAll(replica, client, signal),
    clock,
    newId: newIds(clock),
  };
  return within(clock, PATIENCE, (signal) => sendUnattended({ ...ports, signal }));
}
