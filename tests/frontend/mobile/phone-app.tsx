/**
 * The phone app on memory storage with no network: the real client core, seeded as a phone that has synced before.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { act, cleanup, within } from "@testing-library/preact";
import { afterEach } from "vitest";
import { wholeModel, wholeWorkspace } from "../../../frontend/designer/whole";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import { pack } from "../../../frontend/local/packs";
import {
  type AppPorts,
  type Core,
  memoryPlace,
  memoryShelf,
  openCore,
  startApp,
  stillDevice,
} from "../../../frontend/mobile/app";
import type {
  ConflictRow,
  EffectiveMetadata,
  Entity,
  Model,
  Row,
  Workspace,
} from "../../../frontend/protocol";
import { systemClock } from "../../../frontend/shared/clock";
import { newIds } from "../../../frontend/shared/ids";
import { alone } from "../../../frontend/sync/leader";
import { Disconnected } from "../../../frontend/sync/transport";

const ROOT = resolve(import.meta.dirname, "../../..");
export const ME = "01900000-0000-7000-8000-0000000000aa";
export const BO = "01900000-0000-7000-8000-0000000000bb";

export function id(number: number): string {
  return `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

export type Seed = Readonly<Record<string, readonly Row[]>>;

const PERSON: Entity = wholeModel({
  version: 1,
  entities: [
    {
      id: "person",
      label: { en: "Person" },
      plural: { en: "People" },
      title: "name",
      builtIn: true,
      fields: [{ id: "name", type: "text", label: { en: "Name" } }],
    } as unknown as Entity,
  ],
}).entities[0] as Entity;

/** The effective metadata of one ready-made package, for someone who may do everything that `rights` does not take. */
export function metadataOf(name: string, rights: EffectiveMetadata["rights"] = {}): EffectiveMetadata {
  const read = (file: string) =>
    JSON.parse(readFileSync(`${ROOT}/workspaces/${name}/${file}.json`, "utf8")) as unknown;
  const model = wholeModel(read("model") as Model);
  const entities = [PERSON, ...model.entities.filter(({ id }) => id !== "person")];
  const all: ("read" | "create" | "edit" | "delete")[] = ["read", "create", "edit", "delete"];
  return {
    metadataVersion: 1,
    organisation: "Nordbygg",
    person: { id: ME, name: "Ana Lindqvist", language: "en" },
    model: { version: 1, entities },
    workspaces: [wholeWorkspace(read("workspace") as Workspace)],
    profile: { id: "default", version: 1, label: { en: "Everyone" }, entities: [] },
    rights: { ...Object.fromEntries(entities.map((entity) => [entity.id, all])), ...rights },
    privileges: ["use_app", "go_offline"],
  };
}

export interface Phone {
  readonly element: HTMLElement;
  readonly screen: ReturnType<typeof within>;
  readonly core: Core;
  readonly ports: AppPorts;
  /** Go to a page and wait until it is drawn. */
  readonly go: (path: string) => Promise<void>;
}

interface Wanted {
  readonly metadata: EffectiveMetadata;
  readonly records?: Seed;
  readonly conflicts?: readonly ConflictRow[];
  readonly path?: string;
}

const running: (() => void)[] = [];
afterEach(() => {
  for (const stop of running.splice(0)) stop();
  cleanup();
  document.body.replaceChildren();
});

/** Open the app of a phone that synced before and has no network now. */
export async function openPhone({
  metadata,
  records = {},
  conflicts = [],
  path = "/app/",
}: Wanted): Promise<Phone> {
  const clock = systemClock;
  const newId = newIds(clock);
  const person = {
    person: ME,
    name: "Ana Lindqvist",
    email: "ana@example.com",
    language: "en",
    organisation: "Nordbygg",
  };
  const storage = memoryStorage(diskOf(metadata, records, conflicts));
  let tell: (core: Core) => void = () => {};
  const opened = new Promise<Core>((resolve) => {
    tell = resolve;
  });
  const ports: AppPorts = {
    clock,
    newId,
    place: memoryPlace(path),
    account: {
      recall: async () => person,
      ask: async () => person,
      signIn: async () => person,
      signOut: async () => {},
    },
    async open() {
      const core = await openCore({
        storage,
        locks: ownLocks(),
        person: ME,
        connect: () => Promise.reject(new Disconnected("There is no network")),
        pages: { request: () => Promise.reject(new Disconnected("There is no network")) },
        leadership: alone(),
        surroundings: { visible: () => true, on: () => () => {} },
        readMetadata: () => Promise.reject(new Disconnected("There is no network")),
        upload: async () => false,
        clock,
        random: () => 1,
        newId,
      });
      tell(core);
      return core;
    },
    pictures: { fetch: () => Promise.reject(new Error("There is no network")), shelf: memoryShelf },
    device: stillDevice(),
  };
  const element = document.body.appendChild(document.createElement("div"));
  const app = startApp(ports, element);
  running.push(app.stop);
  const core = await opened;
  const screen = within(element);
  return {
    element,
    screen,
    core,
    ports,
    async go(to) {
      await act(() => ports.place.go(to));
    },
  };
}

function diskOf(metadata: EffectiveMetadata, records: Seed, conflicts: readonly ConflictRow[]): MemoryDisk {
  const counts = Object.fromEntries(Object.entries(records).map(([entity, rows]) => [entity, rows.length]));
  const checkpoint = { cursor: "c1", generation: 1, head: 10, at: "2026-11-21T09:41:00.000Z", counts };
  const packs = Object.entries(records).flatMap(([entity, rows]) => {
    const sorted = [...rows].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    return pack(sorted).map((one): [string, unknown] => [`${entity}/${one.first}`, one]);
  });
  return new Map([
    [
      "kv",
      new Map<string, unknown>([
        ["metadata", metadata],
        ["checkpoint", checkpoint],
      ]),
    ],
    ["pack", new Map(packs)],
    ["conflict", new Map(conflicts.map((row): [string, unknown] => [row.id, row]))],
  ]);
}
