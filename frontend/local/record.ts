/**
 * A record as the phone shows it: the office's values with what waits in the outbox on top.
 */
import type { Row } from "../protocol";
import type { Values } from "../shared/json";
import type { Frozen } from "./traces";

/** What the user did to the record that the office has not confirmed yet. */
export type RowState = "clean" | "new" | "modified" | "deleted";

/**
 * How far that is: `waiting` until the office has answered, `sending` until its answer is among the records here,
 * `refused` when a change was, `conflict` while one waits for somebody to choose.
 */
export type RowProgress = "none" | "sending" | "waiting" | "refused" | "conflict";

export interface LocalRecord {
  readonly entity: string;
  readonly id: string;
  /** The version of the office's values below; 0 while the office has none. */
  readonly version: number;
  readonly values: Values;
  readonly state: RowState;
  readonly progress: RowProgress;
  /** The office's values are not on this phone: only what the user typed is here. */
  readonly partial: boolean;
  /** Fields whose values this phone has computed; the office's come with the answer. */
  readonly provisional?: ReadonlySet<string>;
  /** The record has left this phone's scope: these are its values of then. It is in no list. */
  readonly frozen?: Frozen;
}

export function cleanRecord(entity: string, [id, version, values]: Row): LocalRecord {
  return { entity, id, version, values, state: "clean", progress: "none", partial: false };
}
