/**
 * What is known of records that this phone does not hold: their label, and for a while a frozen copy.
 *
 * Others refer to them, or they have left. Traces of an entity lie in buckets by the end of the id, so that ten
 * thousand of them cost a few hundred values, and one that must go costs writing one.
 */
import type { ActiveFilter, Rule } from "../protocol";
import type { Values } from "../shared/json";
import type { LocalRecord } from "./record";

/** What used to bring a record to this phone. */
export type Reason =
  | { readonly kind: "rule"; readonly rule: Rule }
  | { readonly kind: "filter"; readonly id: string; readonly label: ActiveFilter["label"] }
  | { readonly kind: "kept" }
  /** It had been shared with the user, or opened lately, or was of an entity that is no longer taken along. */
  | { readonly kind: "other" };

/** When a copy was frozen, for how long it is kept at least, and what had brought the record here. */
export interface Frozen {
  readonly why: Reason;
  readonly since: string;
  readonly until: string;
}

/** The office's values as they were when the record left. */
export interface FrozenCopy extends Frozen {
  readonly version: number;
  readonly values: Values;
}

export interface Trace {
  readonly label: string;
  readonly frozen: FrozenCopy | null;
}

export type Traces = Readonly<Record<string, Trace>>;

/** As it is stored, under the entity and the end of the id. */
export interface TraceBucket {
  /** When the first of its copies has had its time; null without any. */
  readonly until: string | null;
  /** JSON text of `Traces`. */
  readonly body: string;
}

export function tracesIn(bucket: unknown): Traces {
  return bucket ? (JSON.parse((bucket as TraceBucket).body) as Traces) : {};
}

export function frozenRecord(entity: string, id: string, copy: FrozenCopy): LocalRecord {
  const { version, values, why, since, until } = copy;
  const shown = { state: "clean", progress: "none", partial: false } as const;
  return { entity, id, version, values, ...shown, frozen: { why, since, until } };
}
