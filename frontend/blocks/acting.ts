/**
 * What may be done with a record without opening it, and doing it: given to blocks by the app around them.
 */
import type { LocalRecord } from "../local/record";
import type { Action } from "../protocol";

export interface Offer {
  readonly action: Action;
  /** Why it cannot be done now; null: it can. */
  readonly reason: string | null;
  /** Where only the office is missing. */
  readonly remind?: Remind;
}

/** A reminder for when the office can be reached. */
export interface Remind {
  readonly on: boolean;
  /** Set it, or let it go. */
  readonly toggle: () => void;
}

export interface Acting {
  /** Those of the named actions that are anything to this user and fit the record, in their order; signals are read. */
  readonly offers: (actions: readonly string[], record: LocalRecord) => readonly Offer[];
  /** Do it to these records: open its form, ask first, or at once. */
  readonly act: (action: Action, records: readonly LocalRecord[]) => void;
}
