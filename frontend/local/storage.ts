/**
 * The port to the store on the device: reads of one moment, and commits that happen whole or not at all.
 *
 * Keys are strings and sort by their code units; values are whatever structured clone can copy. A commit may carry
 * checks: it goes through only if each stored value is still as the writer believes, which is how two tabs write
 * to one store without a lock.
 */
import type { ReadonlySignal } from "@preact/signals-core";
import type { StoreName } from "./database";
import type { CommitSite, ReadSite } from "./sites";

/** One key, or all keys that begin with a prefix. */
export type Wanted =
  | { readonly store: StoreName; readonly key: string }
  | { readonly store: StoreName; readonly prefix: string };

export interface Entry {
  readonly key: string;
  readonly value: unknown;
}

export type Operation =
  | { readonly kind: "put"; readonly store: StoreName; readonly key: string; readonly value: unknown }
  | { readonly kind: "delete"; readonly store: StoreName; readonly key: string }
  | { readonly kind: "clear"; readonly store: StoreName; readonly prefix: string }
  | {
      readonly kind: "check";
      readonly store: StoreName;
      readonly key: string;
      readonly holds: (value: unknown) => boolean;
    };

/** Whether a commit must be on the disk (`strict`: what the user entered) or with the system (`relaxed`). */
export type Durability = "strict" | "relaxed";

export interface Storage {
  /** Read the value of one key; undefined if there is none. @throws StorageFailed */
  read(site: ReadSite, store: StoreName, key: string): Promise<unknown>;
  /** Read several ranges as they are at one moment, each in key order. @throws StorageFailed */
  readAll(site: ReadSite, wanted: readonly Wanted[]): Promise<readonly (readonly Entry[])[]>;
  /** Return the keys that begin with a prefix, in order. @throws StorageFailed */
  keys(site: ReadSite, store: StoreName, prefix: string): Promise<readonly string[]>;
  /**
   * Do all operations, or none; resolves when they are kept.
   *
   * @throws Stale when a check does not hold
   * @throws StorageFailed
   */
  commit(site: CommitSite, operations: readonly Operation[], durability: Durability): Promise<void>;
  /** What is wrong with the store, while something is: input must wait. */
  readonly failure: ReadonlySignal<StorageFailed | null>;
  close(): void;
}

export type FailureReason = "quota" | "lost" | "blocked" | "broken";

/** The store could not do what it was asked; nothing of it has happened, as far as anyone can know. */
export class StorageFailed extends Error {
  override readonly name = "StorageFailed";

  constructor(
    readonly reason: FailureReason,
    cause?: unknown,
  ) {
    super(`The store failed: ${reason}`, { cause });
  }
}

/** What is stored is not what the writer believed: read again, then decide. */
export class Stale extends Error {
  override readonly name = "Stale";

  constructor(
    readonly store: StoreName,
    readonly key: string,
  ) {
    super(`${store} ${key} has changed`);
  }
}

export function put(store: StoreName, key: string, value: unknown): Operation {
  return { kind: "put", store, key, value };
}

export function remove(store: StoreName, key: string): Operation {
  return { kind: "delete", store, key };
}

export function clear(store: StoreName, prefix: string): Operation {
  return { kind: "clear", store, prefix };
}

export function check(store: StoreName, key: string, holds: (value: unknown) => boolean): Operation {
  return { kind: "check", store, key, holds };
}
