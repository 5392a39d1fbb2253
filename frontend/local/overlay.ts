/**
 * What waits in the outbox, laid over the office's values: pure.
 *
 * Changes lie on top in the order made. A refused change leaves the office's values in view and marks the record;
 * only a refused create stays visible, for there is nothing else to show it by.
 */
import type { Act } from "../protocol";
import type { Values } from "../shared/json";
import { unreachable } from "../shared/unreachable";
import type { Foreteller } from "./foretelling";
import { isRefused, type OutboxEntry } from "./outbox-entry";
import type { LocalRecord, RowProgress, RowState } from "./record";

export interface PendingAct {
  readonly act: Act;
  readonly entry: OutboxEntry;
}

/** Pending acts by record. */
export type Overlay = ReadonlyMap<string, readonly PendingAct[]>;

const NOTHING: Overlay = new Map();

/** Sort what is not settled by entity and record. */
export function overlays(entries: readonly OutboxEntry[]): (entity: string) => Overlay {
  const all = new Map<string, Map<string, PendingAct[]>>();
  for (const entry of entries) {
    if (entry.settled) continue;
    for (const act of entry.acts) {
      // What a user keeps is his affair and not the record's.
      if (act.kind === "keep") continue;
      const records = all.get(act.entity) ?? new Map<string, PendingAct[]>();
      const acts = records.get(act.record) ?? [];
      // A record is made before all else that is done to it, though it was made anew behind that.
      if (act.kind === "create") acts.unshift({ act, entry });
      else acts.push({ act, entry });
      all.set(act.entity, records.set(act.record, acts));
    }
  }
  return (entity) => all.get(entity) ?? NOTHING;
}

/** Tell whether two lists of changes look alike: what else is written of them, such as their numbers, shows nowhere. */
export function lookAlike(before: readonly OutboxEntry[], after: readonly OutboxEntry[]): boolean {
  return before.length === after.length && before.every((entry, at) => looksLike(entry, after[at]));
}

function looksLike(a: OutboxEntry, b: OutboxEntry | undefined): boolean {
  if (a === b) return true;
  const seen = a.acts === b?.acts && a.effects === b.effects;
  return seen && a.outcome === b.outcome && a.decision === b.decision && a.settled === b.settled;
}

/** Show a record with its pending acts; undefined when there is nothing to show. */
export function shown(
  base: LocalRecord | undefined,
  pending: readonly PendingAct[],
  foreteller: Foreteller | null = null,
): LocalRecord | undefined {
  const [first] = pending;
  if (!first) return base;
  let values: Values = base?.values ?? {};
  let state: RowState | null = base ? "clean" : null;
  let progress: RowProgress = "none";
  let version = base?.version ?? 0;
  for (const { act, entry } of pending) {
    version = versionAfter(version, act, entry);
    progress = later(progress, progressOf(entry));
    if (isRefused(entry) && act.kind !== "create") continue;
    const foreseen = act.kind === "set" && base ? foreteller?.(act, values, base.version) : null;
    const written = foreseen ?? writtenBy(act, entry);
    if (written) values = { ...values, ...written };
    if (!isWish(act, entry)) state = stateAfter(state, act, base !== undefined);
  }
  if (state === null) return undefined;
  const { entity, record } = first.act;
  const created = pending.some(({ act }) => act.kind === "create");
  const partial = !base && !created;
  const frozen = base?.frozen && { frozen: base.frozen };
  return { entity, id: record, version, values, state, progress, partial, ...frozen };
}

/**
 * Return the version that the user may call his base: the office's, or what his own change made of exactly that.
 *
 * Without it, an act on top of a change that is answered but not pulled yet would look like a conflict with oneself.
 */
function versionAfter(version: number, act: Act, { outcome }: OutboxEntry): number {
  if (outcome?.status !== "applied") return version;
  const made = outcome.records.find(({ entity, record }) => entity === act.entity && record === act.record);
  return made?.version === version + 1 ? made.version : version;
}

function writtenBy(act: Act, entry: OutboxEntry): Values | null {
  switch (act.kind) {
    case "create":
      return act.values;
    case "set":
      return Object.fromEntries(Object.entries(act.edits).map(([field, { value }]) => [field, value]));
    case "step":
      return (
        entry.effects.find(({ entity, record }) => entity === act.entity && record === act.record)?.values ??
        null
      );
    case "resolve":
      return act.values ?? null;
    case "assign":
      return { owner: act.owner };
    case "delete":
    case "restore":
    case "share":
    case "keep":
      return null;
    default:
      return unreachable(act);
  }
}

/** A step that the office alone does is asked for, and shows as nothing done. */
function isWish({ kind }: Act, { effects }: OutboxEntry): boolean {
  return kind === "step" && effects.length === 0;
}

function stateAfter(state: RowState | null, act: Act, known: boolean): RowState | null {
  if (act.kind === "delete" || (act.kind === "resolve" && act.delete))
    return state === null ? null : "deleted";
  if (act.kind === "create") return known ? "modified" : "new";
  if (state === "new" || act.kind === "share") return state;
  // A step, a resolution or a new owner of a record that is not here leaves nothing of the user's own to show.
  return state === null && act.kind !== "set" ? null : "modified";
}

function progressOf(entry: OutboxEntry): RowProgress {
  if (isRefused(entry)) return "refused";
  return entry.outcome ? "sending" : "waiting";
}

const PROGRESS: readonly RowProgress[] = ["none", "sending", "waiting", "refused", "conflict"];

function later(a: RowProgress, b: RowProgress): RowProgress {
  return PROGRESS.indexOf(a) > PROGRESS.indexOf(b) ? a : b;
}
