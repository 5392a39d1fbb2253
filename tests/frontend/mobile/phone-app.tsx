/**
 * The phone app on memory storage with no network: the real client core, seeded as a phone that has synced before.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { act, cleanup, configure, within } from "@testing-library/preact";
import { afterEach } from "vitest";
import { wholeModel, wholeWorkspace } from "../../../frontend/designer/whole";
import { ownLocks } from "../../../frontend/local/locks";
import { type MemoryDisk, memoryStorage } from "../../../frontend/local/memory";
import type { News } from "../../../frontend/local/news";
import { pack } from "../../../frontend/local/packs";
import type { TraceBucket, Traces } from "../../../frontend/local/traces";
import {
  type AppPorts,
  type Core,
  memoryPlace,
  memoryShelf,
  openCore,
  startApp,
  stillDevice,
} from "../../../frontend/mobile/app";
import type { DevicePort, OfficePort } from "../../../frontend/mobile/ports";
import type {
  ConflictRow,
  EffectiveMetadata,
  Entity,
  Model,
  Row,
  Standing,
  Workspace,
} from "../../../frontend/protocol";
import { Unreachable } from "../../../frontend/rest/errors";
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
    profile: { id: "default", version: 1, keepDays: 7, label: { en: "Everyone" }, entities: [] },
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

/** Nobody answers. */
const away = () => Promise.reject(new Unreachable("There is no network"));
const silent: OfficePort = {
  listFilters: away,
  saveFilter: away,
  removeFilter: away,
  activateFilter: away,
  resetFilters: away,
  previewFilter: away,
  openRecord: away,
  openList: away,
  listShares: away,
  readHistory: away,
  findHolder: away,
  countFigures: away,
};

interface Wanted {
  readonly metadata: EffectiveMetadata;
  readonly standing?: Standing;
  readonly news?: News;
  /** What is known of records that are not held, by entity and id. */
  readonly traces?: Readonly<Record<string, Traces>>;
  /** What the office answers, if it does. */
  readonly office?: Partial<OfficePort>;
  /** What the browser does beyond nothing. */
  readonly device?: Partial<DevicePort>;
  /** The disk of a phone that was open before. */
  readonly disk?: MemoryDisk;
  readonly records?: Seed;
  readonly conflicts?: readonly ConflictRow[];
  readonly path?: string;
}

// Pages come as chunks of their own; a busy machine takes its time to make them.
configure({ asyncUtilTimeout: 5_000 });

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
  office = {},
  device = {},
  disk,
  ...known
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
  const storage = memoryStorage(disk ?? diskOf(metadata, records, conflicts, known));
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
    office: async () => ({ ...silent, ...office }),
    device: { ...stillDevice(), ...device },
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

export function diskOf(
  metadata: EffectiveMetadata,
  records: Seed,
  conflicts: readonly ConflictRow[] = [],
  { standing, news, traces = {} }: Pick<Wanted, "standing" | "news" | "traces"> = {},
): MemoryDisk {
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
        ...(standing ? ([["standing", standing]] as const) : []),
        ...(news ? ([["news", news]] as const) : []),
      ]),
    ],
    ["trace", new Map(Object.entries(traces).flatMap(([entity, all]) => bucketsOf(entity, all)))],
    ["pack", new Map(packs)],
    ["conflict", new Map(conflicts.map((row): [string, unknown] => [row.id, row]))],
  ]);
}

/** As the store has them: by the end of the id. */
function bucketsOf(entity: string, traces: Traces): [string, TraceBucket][] {
  const ends = [...new Set(Object.keys(traces).map((record) => record.slice(-2)))];
  return ends.map((end) => {
    const here = Object.entries(traces).filter(([record]) => record.endsWith(end));
    const untils = here.flatMap(([, { frozen }]) => (frozen ? [frozen.until] : [])).sort();
    return [`${entity}/${end}`, { until: untils[0] ?? null, body: JSON.stringify(Object.fromEntries(here)) }];
  });
}
