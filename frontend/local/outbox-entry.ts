/**
 * One change in the outbox: what the user did, and how far it is on its way.
 *
 * It has no number until it is first sent; then it is locked. Once answered it stays on top of the office's values
 * until the applied checkpoint covers it (`settled`), so that nothing flickers.
 */
import type { Act, Change, Outcome } from "../protocol";
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
  readonly number: number | null;
  readonly sentAt: string | null;
  readonly outcome: Outcome | null;
  readonly answeredAt: string | null;
  /** The head that a checkpoint must have reached to contain its effect. */
  readonly coveredBy: number;
  readonly settled: boolean;
  /** Records that the user may no longer read: their old values go when the change is unlocked. */
  readonly lost: readonly string[];
  /** As `lost`, for fields: by entity those that may still be seen. */
  readonly masked?: Readonly<Record<string, readonly string[]>>;
}

export type ChangeStatus = "waiting" | "sending" | "needsYou" | "sent";

/** Say where a change stands. Open conflicts are named by their ids. */
export function statusOf(entry: OutboxEntry, openConflicts: ReadonlySet<string>): ChangeStatus {
  if (!entry.outcome) return entry.number === null ? "waiting" : "sending";
  if (isRefused(entry)) return "needsYou";
  return entry.outcome.conflicts.some((id) => openConflicts.has(id)) ? "needsYou" : "sent";
}

/** Tell whether the server did nothing of it. */
export function isRefused({ outcome }: OutboxEntry): boolean {
  return outcome?.status === "rejected" || outcome?.status === "blocked";
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
  if (entry.number === null || !first) throw new Error(`Change ${entry.id} is not ready to be sent`);
  return {
    number: entry.number,
    id: entry.id,
    metadataVersion: entry.metadataVersion,
    madeAt: entry.madeAt,
    acts: [first, ...rest],
  };
}
