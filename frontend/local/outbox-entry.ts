/**
 * One change in the outbox: what the user did, and how far it is on its way.
 *
 * It has no number until it is first sent; then it is locked. Once answered it stays on top of the office's values
 * until the applied checkpoint covers it (`settled`), so that nothing flickers.
 */
import type { Act, Change, Decision, Outcome } from "../protocol";
import type { Values } from "../shared/json";

/** What a business step is expected to put into a record, until the server has done it. */
export interface Effect {
  readonly entity: string;
  readonly record: string;
  readonly values: Values;
}

export interface OutboxEntry {
  /** Its place among the device's changes, and its key. */
  readonly order: number;
  /** Raised by each write, so that two tabs notice each other. */
  readonly revision: number;
  readonly id: string;
  readonly madeAt: string;
  readonly metadataVersion: number;
  readonly acts: readonly Act[];
  readonly effects: readonly Effect[];
  /** The action that made it, for the outbox page. */
  readonly source: { readonly workspace: string; readonly action: string } | null;
  readonly blobs: readonly string[];
  /** Done twice is not as done once: it joins no change, and none joins it. */
  readonly apart?: true;
  readonly number: number | null;
  readonly sentAt: string | null;
  readonly outcome: Outcome | null;
  readonly answeredAt: string | null;
  /** The head that a checkpoint must have reached to contain its effect. */
  readonly coveredBy: number;
  readonly settled: boolean;
  /** Records that the user may no longer read: their old values go when the change is unlocked. */
  readonly lost: readonly string[];
  /** The epoch of the versions that its user saw, once the server has been put back to a backup since. */
  readonly epoch?: string;
  /** As `lost`, for fields: by entity those that may still be seen. */
  readonly masked?: Readonly<Record<string, readonly string[]>>;
  /** Refused or waiting changes that it takes the place of, or that the user gave up before it was sent. */
  readonly replaces?: readonly string[];
  /** What was decided at the office about it, after it was refused. */
  readonly decision?: Decision;
  /** The user gave it up, and the office, which still has it, does not know yet: no part of the outbox. */
  readonly givenUp?: true;
}

export type ChangeStatus = "waiting" | "sending" | "needsYou" | "sent";

/** Say where a change stands. Open conflicts are named by their ids. */
export function statusOf(entry: OutboxEntry, openConflicts: ReadonlySet<string>): ChangeStatus {
  if (!entry.outcome) return entry.number === null ? "waiting" : "sending";
  if (isRefused(entry)) return "needsYou";
  return entry.outcome.conflicts.some((id) => openConflicts.has(id)) ? "needsYou" : "sent";
}

/** Tell whether the server did nothing of it, nor anybody at the office. */
export function isRefused({ outcome, decision }: OutboxEntry): boolean {
  if (decision?.decision === "applied") return false;
  return outcome?.status === "rejected" || outcome?.status === "blocked";
}

/** Tell whether it waits at the office for another change to be mended. */
export function isBlocked(entry: OutboxEntry): boolean {
  return entry.outcome?.status === "blocked" && isRefused(entry);
}

/** Return the change that a blocked one waits for, by its first id or the one that it was sent anew under. */
export function causeOf(entry: OutboxEntry, entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  const cause = isBlocked(entry) ? entry.outcome?.blockedBy : null;
  return cause ? entries.find(({ id, replaces }) => id === cause || replaces?.includes(cause)) : undefined;
}

/** Return the change at the beginning of a chain of waiting ones: the one to mend. */
export function rootCause(entry: OutboxEntry, entries: readonly OutboxEntry[]): OutboxEntry | undefined {
  let found: OutboxEntry | undefined;
  const seen = new Set<string>();
  for (let next = causeOf(entry, entries); next && !seen.has(next.id); next = causeOf(next, entries)) {
    seen.add(next.id);
    found = next;
  }
  return found;
}

/** Tell whether it may still be changed or taken back: never sent, or refused. */
export function isOpen(entry: OutboxEntry): boolean {
  return (entry.number === null && !entry.outcome) || isRefused(entry);
}

export function concerns(entry: OutboxEntry, entity: string, record: string): boolean {
  return entry.acts.some((act) => act.entity === entity && act.record === record);
}

/** Write a numbered change as it travels. @throws Error when it has no number or no act */
export function onTheWire(entry: OutboxEntry): Change {
  const [first, ...rest] = entry.acts;
  const [withdrawn, ...others] = entry.replaces ?? [];
  if (entry.number === null || !first) throw new Error(`Change ${entry.id} is not ready to be sent`);
  return {
    number: entry.number,
    id: entry.id,
    metadataVersion: entry.metadataVersion,
    madeAt: entry.madeAt,
    acts: [first, ...rest],
    ...(entry.epoch && { epoch: entry.epoch }),
    ...(withdrawn && { withdraws: [withdrawn, ...others] }),
  };
}
