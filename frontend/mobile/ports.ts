/**
 * What the phone app takes from outside, as values: the real ones are made in `main.tsx`, the preview and the tests
 * make their own.
 *
 * A `Core` is one person's copy with everything that keeps it current; the app only reads its signals and calls its
 * commands.
 */
import type { ReadonlySignal } from "@preact/signals";
import type { Commands } from "../local/commands";
import type { Replica } from "../local/replica";
import type { KnownPerson } from "../local/session";
import type {
  FiguresAsked,
  FiguresTold,
  FilterPreview,
  FilterTrial,
  FilterWrite,
  HistoryPage,
  PersonalFilter,
  RecordDocument,
  RecordPage,
  RecordShare,
  SignIn,
} from "../protocol";
import type { RecordQuery } from "../rest/records";
import type { Clock } from "../shared/clock";
import type { NewId } from "../shared/ids";
import type { Engine } from "../sync/engine";
import type { Place } from "./place";

export interface AppPorts {
  readonly clock: Clock;
  readonly newId: NewId;
  /** The address bar, or a memory of one (`memoryPlace`) where there is none to use. */
  readonly place: Place;
  readonly account: AccountPort;
  /** Open the copy of one person and begin to synchronise. @throws StorageFailed */
  readonly open: (person: KnownPerson) => Promise<Core>;
  readonly pictures: PicturePort;
  /** What pages ask of the office for one person's copy; its code is loaded when one first does. */
  readonly office: (replica: Replica) => Promise<OfficePort>;
  readonly device: DevicePort;
}

/** The office, for what only a network can answer. Every call @throws ProblemError, Unreachable */
export interface OfficePort {
  /** The organisation's filters first, then the user's own. */
  readonly listFilters: () => Promise<readonly PersonalFilter[]>;
  /** Write a filter of the user's whole; without an id a new one. */
  readonly saveFilter: (id: string | null, filter: FilterWrite) => Promise<PersonalFilter>;
  readonly removeFilter: (id: string) => Promise<void>;
  readonly activateFilter: (id: string, active: boolean) => Promise<PersonalFilter>;
  readonly resetFilters: () => Promise<readonly PersonalFilter[]>;
  readonly previewFilter: (trial: FilterTrial, signal: AbortSignal) => Promise<FilterPreview>;
  /** Read a record that is not on this phone; it comes along with one of the next pulls. */
  readonly openRecord: (entity: string, record: string) => Promise<RecordDocument>;
  /** Read a list; under a name its first page is remembered, and its records come along. */
  readonly openList: (entity: string, name: string | null, query: RecordQuery) => Promise<RecordPage>;
  /** Whom a record is shared with; told to those who may share it. */
  readonly listShares: (entity: string, record: string) => Promise<readonly RecordShare[]>;
  /** A page of what became of a record, newest first; `after` is the `next` of the one before. */
  readonly readHistory: (entity: string, record: string, after: string | null) => Promise<HistoryPage>;
  /** The record that holds a value that only one may hold; null: none that the user may see. */
  readonly findHolder: (entity: string, field: string, value: unknown) => Promise<RecordDocument | null>;
  /** Figures of all records of an entity that the user may read. */
  /**
   * Exchange drafts with the user's other devices, except those that are open in a form; says whether any came.
   * None where nobody keeps them.
   */
  readonly exchangeDrafts?: (isOpen: (draft: string) => boolean) => Promise<boolean>;
  readonly countFigures: (entity: string, asked: FiguresAsked) => Promise<FiguresTold>;
}

/** One person's copy on this device, running. `openCore` makes one. */
export interface Core {
  readonly replica: Replica;
  readonly commands: Commands;
  readonly sync: SyncPort;
  readonly close: () => void;
}

/** What the app reads and asks of the engine. */
export type SyncPort = Pick<
  Engine,
  | "syncState"
  | "editingBlocked"
  | "syncNow"
  | "hold"
  | "acceptMetadata"
  | "declineMetadata"
  | "acknowledgeLoss"
> & { readonly checks: Pick<Engine["checks"], "ask" | "refresh"> };

export interface AccountPort {
  /** Who used this browser last; null when nobody did, or he signed out. */
  readonly recall: () => Promise<KnownPerson | null>;
  /** Who is signed in at the server; null when nobody is. @throws Unreachable */
  readonly ask: () => Promise<KnownPerson | null>;
  /** @throws ProblemError, Unreachable */
  readonly signIn: (credentials: SignIn) => Promise<KnownPerson>;
  readonly signOut: () => Promise<void>;
}

export type PictureSize = "thumbnail" | "original";

export interface PicturePort {
  /** Fetch a picture from the office. @throws ProblemError, Unreachable */
  readonly fetch: (blob: string, size: PictureSize) => Promise<Blob>;
  /** What this phone keeps of pictures, for one person. */
  readonly shelf: (person: string) => PictureShelf;
}

/** A picture or file in one of its sizes. */
export interface Shelved {
  readonly blob: string;
  readonly size: PictureSize;
}

/** Pictures and files kept on the phone. Losing one costs a fetch, nothing else. */
export interface PictureShelf {
  readonly get: (one: Shelved) => Promise<Blob | null>;
  readonly put: (one: Shelved, picture: Blob) => Promise<void>;
  readonly remove: (one: Shelved) => Promise<void>;
  readonly list: () => Promise<readonly Shelved[]>;
}

export interface StorageFacts {
  readonly used: number | null;
  readonly quota: number | null;
  /** Whether the browser has promised to keep it; null where it cannot say. */
  readonly persisted: boolean | null;
}

export const ABILITIES = ["offline", "sync", "periodic", "push", "persistent", "badge"] as const;

/** blocked: the browser could, and its user or his organisation does not let it. */
export type Ability = "available" | "unavailable" | "blocked";

/** offline: the app opens without a network. sync: it is woken when there is one again. periodic: now and then. */
export type Abilities = Readonly<Record<(typeof ABILITIES)[number], Ability>>;

/** What a browser tells of its network; most tell nothing. */
export interface Connection {
  readonly type?: string;
  /** The user asks every site to save data. */
  readonly saveData?: boolean;
}

/** How the app may be put on the home screen of this very browser. */
export type Installing =
  | { readonly kind: "prompt"; readonly run: () => void }
  | { readonly kind: "ios" }
  | null;

/** The browser around the app. */
export interface DevicePort {
  readonly storageFacts: () => Promise<StorageFacts>;
  /** Ask the browser to keep the store. */
  readonly persist: () => Promise<boolean>;
  /** What this browser can do in the background. */
  readonly abilities: () => Promise<Abilities>;
  /** Whether the app's own files lie here, so that it opens without a network. */
  readonly appKept: () => Promise<boolean>;
  /** What the browser tells of its network; null where it tells nothing. */
  readonly connection: () => Connection | null;
  readonly installing: ReadonlySignal<Installing>;
  /** A new version of the app itself is ready; run takes it and reloads. */
  readonly newVersion: ReadonlySignal<(() => void) | null>;
  /** The number on the app's icon. */
  readonly badge: (count: number) => void;
  /** Put text on the clipboard. Rejects where that is refused. */
  readonly copy: (text: string) => Promise<void>;
  /** Hand bytes to the user as a file of this name. */
  readonly saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Something was saved: ask for a chance to send it later, should the app be closed. */
  readonly saved: () => void;
  /** The languages that the browser prefers, the best first. */
  readonly languages: () => readonly string[];
  /** Small settings of this browser: theme, dismissed cards. */
  readonly setting: (name: string) => string | null;
  readonly keepSetting: (name: string, value: string) => void;
}
