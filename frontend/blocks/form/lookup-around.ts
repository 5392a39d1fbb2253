/**
 * What the app around a form offers to its references: records that are drafts, and a form to make one over this one.
 */
import { createContext, type FunctionComponent } from "preact";

/** A record that somebody has begun and not saved. */
export interface DraftedRecord {
  readonly id: string;
  readonly title: string;
}

export interface NewRecordProps {
  /** What was searched for. */
  readonly words: string;
  readonly onMade: (record: string) => void;
  readonly onClose: () => void;
}

export interface NewRecord {
  /** What making one is called. */
  readonly label: string;
  readonly Form: FunctionComponent<NewRecordProps>;
}

export interface LookupAround {
  /** Why references are not set now; null when they are; signals are read. */
  readonly barred: () => string | null;
  /** How old the records on this phone are, in words; signals are read. */
  readonly asOf: () => string | null;
  /** The drafts of new records of an entity; signals are read. */
  readonly drafted: (entity: string) => readonly DraftedRecord[];
  /** How a record of an entity is made here; null where it is not. */
  readonly newRecord: (entity: string) => NewRecord | null;
}

/** Where nobody keeps drafts there are none. */
export const LookupAroundContext = createContext<LookupAround>({
  barred: () => null,
  asOf: () => null,
  drafted: () => [],
  newRecord: () => null,
});
