/**
 * The phone app with a memory store and the preview's office in place of a disk and a network.
 */

import { ownLocks } from "../local/locks";
import { memoryStorage } from "../local/memory";
import type { KnownPerson } from "../local/session";
import type { PracticeRecords } from "../metadata/preview-channel";
import type { EffectiveMetadata } from "../protocol";
import { readBlob } from "../rest/blobs";
import { Client } from "../rest/client";
import { Unreachable } from "../rest/errors";
import { systemClock } from "../shared/clock";
import { newIds } from "../shared/ids";
import { alone } from "../sync/leader";
import { applyMetadata } from "../sync/published";
import { uploadAll } from "../sync/uploads";
import { memoryPlace, memoryShelf, type RunningApp, startApp, stillDevice } from "./app";
import { openCore } from "./core";
import type { Core } from "./ports";
import { PreviewOffice } from "./preview-office";

export interface PreviewApp {
  readonly metadata: (metadata: EffectiveMetadata) => void;
  readonly practice: (practice: PracticeRecords) => void;
  readonly go: RunningApp["go"];
  readonly stop: () => void;
}

interface Shown {
  readonly metadata: EffectiveMetadata;
  readonly practice: PracticeRecords;
  readonly path: string;
}

/** Draw the app into an element. Nothing in it reaches a disk or a network. */
export function startPreview({ metadata, practice, path }: Shown, element: HTMLElement): PreviewApp {
  const clock = systemClock;
  const newId = newIds(clock);
  const office = new PreviewOffice(metadata, practice);
  const files = new Client({ fetch: keptFiles() });
  let current = metadata;
  let core: Core | null = null;
  const device = stillDevice();
  device.keepSetting("language", metadata.person.language ?? "en");
  const person: KnownPerson = {
    person: metadata.person.id,
    name: metadata.person.name,
    email: null,
    language: metadata.person.language ?? "en",
    organisation: metadata.organisation,
  };
  const app = startApp(
    {
      clock,
      newId,
      place: memoryPlace(path),
      device,
      account: {
        recall: async () => person,
        ask: async () => person,
        signIn: async () => person,
        signOut: async () => {},
      },
      pictures: {
        fetch: async (blob, size) => new Blob([await readBlob(files, blob, size)]),
        shelf: memoryShelf,
      },
      office: () => Promise.reject(new Unreachable("A preview has no office")),
      async open({ person: id }) {
        core = await openCore({
          storage: memoryStorage(),
          locks: ownLocks(),
          person: id,
          connect: async () => office.connect(),
          pages: office.connect(),
          leadership: alone(),
          surroundings: { visible: () => true, on: () => () => {} },
          readMetadata: async () => current,
          upload: (replica, signal) => uploadAll(replica, files, signal),
          clock,
          random: Math.random,
          newId,
        });
        return core;
      },
    },
    element,
  );
  return {
    go: app.go,
    stop: app.stop,
    practice: (records) => office.replenish(records),
    metadata(wanted) {
      current = wanted;
      office.publish(wanted);
      // Before the first pull the engine asks for it by itself.
      if (core?.replica.metadata.peek()) void applyMetadata(core.replica, wanted);
    },
  };
}

/** A server for photos that keeps them in memory. */
function keptFiles(): typeof globalThis.fetch {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return async (address, options) => {
    const [, , , , blob = ""] = String(address).split("/");
    if (options?.method !== "PUT") {
      const found = kept.get(blob);
      if (found) return new Response(found);
      return Response.json({ csrf: "preview" }, { status: address === "/api/v1/session" ? 200 : 404 });
    }
    const before = kept.get(blob) ?? new Uint8Array();
    const added = new Uint8Array(options.body as ArrayBuffer);
    const all = new Uint8Array(before.length + added.length);
    all.set(before);
    all.set(added, before.length);
    kept.set(blob, all);
    const range = new Headers(options.headers).get("Content-Range") ?? "";
    return Response.json({ blob, received: all.length, complete: all.length >= Number(range.split("/")[1]) });
  };
}
