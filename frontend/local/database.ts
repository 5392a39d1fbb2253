/**
 * The layout of a person's store: which stores there are, under which keys, in which shapes.
 *
 * One database per person. Layouts only append stores; what lies in them is versioned as data. `body` is the text
 * that holds the values of a pack or a row's record, kept apart from what is needed to find it, so that encryption
 * has one place to stand.
 */
import type { Problem, Row } from "../protocol";

export type StoreName =
  | "pack"
  | "row"
  | "change"
  | "draft"
  | "conflict"
  | "staging"
  | "kv"
  | "blob"
  | "trace"
  | "sent";

/** The stores that each version of the layout adds. Append; never edit. */
export const LAYOUTS: readonly (readonly StoreName[])[] = [
  ["pack", "row", "change", "draft", "conflict", "staging", "kv", "blob"],
  ["trace"],
  ["sent"],
];

/** Begin of the keys of packs in the second place. */
const OTHER = "~";

export function databaseName(person: string): string {
  return `satchel:${person}`;
}

/** The database that knows who used this browser last; it holds no record. */
export const SESSION_DATABASE = "satchel";

/** Up to 500 records of one entity as one value, in id order. */
export interface Pack {
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** JSON text of `Row[]`. */
  readonly body: string;
}

export type StoredRow = Row;

/**
 * Which of two places packs lie in: the next whole copy is laid down beside the one in view, and the checkpoint says
 * which one that is. Before there is one, none is: whatever lies in the first place is still to become whole.
 */
export type Copy = 0 | 1;

export function copyOf(checkpoint: Pick<Checkpoint, "copy"> | null): Copy {
  return checkpoint ? (checkpoint.copy ?? 0) : 1;
}

/**
 * Where the packs of an entity lie that are in view. Those of one that a later stage brings are laid down beside the
 * others of the copy, and are not in view before the checkpoint says that they have come.
 */
export function copyInView(checkpoint: Pick<Checkpoint, "copy" | "coming"> | null, entity: string): Copy {
  const copy = copyOf(checkpoint);
  return checkpoint?.coming?.includes(entity) ? other(copy) : copy;
}

/** Tell whether a first copy has stages that are not here yet. */
export function stagesToCome(checkpoint: Checkpoint | null): boolean {
  return (checkpoint?.coming ?? []).length > 0;
}

/** Tell whether all that is to be here for the first time has come. */
export function isWhole(checkpoint: Checkpoint | null): boolean {
  return checkpoint !== null && !stagesToCome(checkpoint);
}

export function other(copy: Copy): Copy {
  return copy === 0 ? 1 : 0;
}

/** How far the applied records are. */
export interface Checkpoint {
  readonly cursor: string;
  readonly generation: number;
  readonly head: number;
  /** UTC instant at which it was applied, by the phone's clock. */
  readonly at: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Where its packs lie; an earlier version did not say, and knew of the first place only. */
  readonly copy?: Copy;
  /** The epoch of its head and of the versions of its records; an earlier version did not say. */
  readonly epoch?: string | null;
  /** Entities that later stages of a first copy bring; an earlier version had all in one. */
  readonly coming?: readonly string[];
  /** While there are some: how much the stages so far were to transfer. */
  readonly bytes?: number;
}

/** The installation on this browser for this person. */
export interface Device {
  readonly id: string;
  readonly nonce: string | null;
  /** Proposed to the server and not yet confirmed. */
  readonly nextNonce: string | null;
  readonly nextNumber: number;
  readonly epoch: string | null;
  /** When the server told it to begin anew. */
  readonly renewed: boolean;
  /** Operators of filters that its user's workspaces use and this app lacks, as the server said at the last hello. */
  readonly lacking?: readonly string[];
}

/** A publication that the user has been told of. */
export interface MetadataPrompt {
  readonly version: number;
  readonly urgency: "silent" | "soft" | "hard";
  readonly note: Readonly<Record<string, string>>;
  /** The user goes on with what he has. */
  readonly declined: boolean;
}

/** The store was emptied by the browser though this person had records here. */
export interface Loss {
  readonly at: string;
  readonly problem: Problem;
}

/** The user works offline by choice. */
export interface Held {
  /** UTC instant. */
  readonly since: string;
  /** UTC instant at which it ends by itself; null: when the user says so. */
  readonly until: string | null;
}

/** What came of counting again, together with the office, what is here. */
export interface Checked {
  /** UTC instant. */
  readonly at: string;
  readonly records: number;
  readonly mended: number;
  /** It came to its end; otherwise it is done again soon. */
  readonly whole: boolean;
}

/** The keys of the store `kv`. */
export const KV = {
  checkpoint: "checkpoint",
  device: "device",
  metadata: "metadata",
  prompt: "prompt",
  plan: "plan",
  delta: "delta",
  journal: "journal",
  loss: "loss",
  held: "held",
  session: "session",
  /** Where the user stands: rights, what he keeps, his filters. */
  standing: "standing",
  /** When the first frozen copy has had its time. */
  thaw: "thaw",
  /** What came and went that the user has not seen. */
  news: "news",
  /** Records opened at the office that it has not been told of. */
  recent: "recent",
  /** What came of the last check. */
  checked: "checked",
  /** The place in the order of the youngest change that has left the outbox for the log of what was sent. */
  logged: "logged",
} as const;

/** Begin of the keys of first pages that were read at the office. */
export const PAGES = "page/";

/** Begin of the keys of one entity, in `row` and `trace`. */
export function entityPrefix(entity: string): string {
  return `${entity}/`;
}

/** Begin of the keys of one entity's packs. No entity's id has a tilde. */
export function packPrefix(entity: string, copy: Copy): string {
  return copy === 0 ? `${entity}/` : `${OTHER}${entity}/`;
}

/** Whose pack lies under a key, and where. */
export function placeOf(key: string): { readonly copy: Copy; readonly entity: string } {
  const entity = key.slice(0, key.indexOf("/"));
  return key.startsWith(OTHER) ? { copy: 1, entity: entity.slice(OTHER.length) } : { copy: 0, entity };
}

export function recordKey(entity: string, record: string): string {
  return `${entity}/${record}`;
}

/** Changes sort by the order in which they were made. */
export function changeKey(order: number): string {
  return String(order).padStart(12, "0");
}

/** Pages of one entity's snapshot sort as they were planned. */
export function snapshotKey(entity: string, page: number): string {
  return `snapshot/${entity}/${String(page).padStart(6, "0")}`;
}

export function deltaKey(page: number): string {
  return `delta/${String(page).padStart(6, "0")}`;
}
