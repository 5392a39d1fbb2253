/**
 * With whom a record is shared, as far as it is known here: what the office has told, changed by what this phone's
 * outbox says since. Pure.
 */
import { isRefused, type OutboxEntry } from "../../local/outbox-entry";
import type { RecordShare, ShareAct } from "../../protocol";

export type May = ShareAct["may"][number];

export const OPERATIONS = ["read", "edit", "delete", "assign", "share"] as const satisfies readonly May[];

/** What the office told, and when it was asked. */
export interface Listed {
  readonly at: string;
  readonly shares: readonly RecordShare[];
}

export interface KnownShare {
  /** A person or a team. */
  readonly with: string;
  /** Nothing: it ends with the change that waits. */
  readonly may: readonly May[];
  /** What he may do until the change that waits is sent. */
  readonly still: readonly May[];
  /** Who gave it; null: this phone's user did, as its outbox says. */
  readonly by: string | null;
  /** The office has not answered yet. */
  readonly waits: boolean;
}

/** Return the shares of a record; without a list those that this phone's own changes tell of. */
export function knownShares(
  listed: Listed | null,
  entries: readonly OutboxEntry[],
  entity: string,
  record: string,
): readonly KnownShare[] {
  const known = new Map<string, KnownShare>();
  for (const share of listed?.shares ?? [])
    known.set(share.with, { ...share, still: share.may, waits: false });
  for (const entry of entries) {
    const older = listed !== null && entry.outcome && (entry.answeredAt ?? "") < listed.at;
    if (isRefused(entry) || older) continue;
    for (const act of entry.acts) {
      if (act.kind !== "share" || act.entity !== entity || act.record !== record) continue;
      const waits = !entry.outcome;
      const still = waits ? (known.get(act.with)?.still ?? []) : act.may;
      if (act.may.length > 0 || waits)
        known.set(act.with, { with: act.with, may: act.may, still, by: null, waits });
      else known.delete(act.with);
    }
  }
  return [...known.values()];
}

/** How many of this phone's changes to a record's shares were answered: with one more the office knows better. */
export function answeredShares(entries: readonly OutboxEntry[], entity: string, record: string): number {
  return entries.filter(({ outcome, acts }) => {
    return (
      outcome && acts.some((act) => act.kind === "share" && act.entity === entity && act.record === record)
    );
  }).length;
}
