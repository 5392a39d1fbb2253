/**
 * The composition root of the phone app: real storage, real network, this browser.
 */
import { databaseName, SESSION_DATABASE } from "../local/database";
import { indexedDbStorage } from "../local/indexed-db";
import { webLocks } from "../local/locks";
import type { KnownPerson } from "../local/session";
import { readBlob } from "../rest/blobs";
import { Client } from "../rest/client";
import { systemClock } from "../shared/clock";
import { newIds } from "../shared/ids";
import type { Surroundings } from "../sync/leader";
import { account } from "./account";
import { browserDevice } from "./browser-device";
import { openLateCore } from "./late-core";
import { cacheShelf } from "./picture-shelf";
import { browserPlace } from "./place";
import type { Core } from "./ports";
import { startApp } from "./start";
import { applyTheme } from "./theme";
import { registerWorker } from "./worker";

const clock = systemClock;
const newId = newIds(clock);
const client = new Client({ clock });
const worker = registerWorker();
const device = browserDevice(worker);

const surroundings: Surroundings = {
  visible: () => document.visibilityState === "visible",
  cutOff: () => !navigator.onLine,
  on(listener) {
    const online = () => listener("online");
    const offline = () => listener("offline");
    const focused = () => listener("focused");
    const seen = () => listener(document.visibilityState === "visible" ? "shown" : "hidden");
    addEventListener("online", online);
    addEventListener("offline", offline);
    addEventListener("focus", focused);
    document.addEventListener("visibilitychange", seen);
    const stop = worker.woken.on(online);
    return () => {
      removeEventListener("online", online);
      removeEventListener("offline", offline);
      removeEventListener("focus", focused);
      document.removeEventListener("visibilitychange", seen);
      stop();
    };
  },
};

/** Whose app is open in this window, and the windows beside it. */
let here: string | null = null;
const windows = new BroadcastChannel("satchel:person");
// Somebody else is here now, or nobody: what is on this screen is not for him.
windows.onmessage = ({ data }: MessageEvent<string | null>) => {
  if (here !== null && data !== here) location.replace("/app/");
};

function open({ person }: KnownPerson): Promise<Core> {
  here = person;
  client.speakFor(person);
  return openLateCore({
    storage: indexedDbStorage(databaseName(person), clock),
    locks: webLocks(navigator.locks),
    person,
    clock,
    newId,
    saved: device.saved,
    load: async () => {
      const { engineOf } = await import("./network");
      return (replica) => engineOf(replica, { client, surroundings, clock, newId, device });
    },
  });
}

applyTheme(device.setting("theme"));

startApp(
  {
    clock,
    newId,
    place: browserPlace(),
    account: account(client, indexedDbStorage(SESSION_DATABASE, clock), (person) =>
      windows.postMessage(person),
    ),
    open,
    pictures: {
      // The server sends thumbnails as WebP; an image element looks at the bytes and not at the name.
      fetch: async (blob, size) => new Blob([await readBlob(client, blob, size)], { type: "image/webp" }),
      shelf: cacheShelf,
    },
    office: async (replica) => (await import("./office")).officeOf(replica, client, clock, newId),
    device,
  },
  document.getElementById("app") ?? document.body,
);
