/**
 * Who asks, and what day it is for him: what "me", "my teams" and "today" mean in a filter.
 */
export interface Asker {
  readonly person: string;
  readonly today: string;
  readonly timeZone: string;
  readonly teams?: Iterable<string>;
  /** All people whose chain of managers leads to him; he is not one of them. */
  readonly reports?: Iterable<string>;
  /** The teams of those people. */
  readonly reportTeams?: Iterable<string>;
  readonly unit?: string | null;
  readonly language?: string | null;
  /** The moment, for rules that ask for it (`2026-11-21T18:08:23.798Z`). */
  readonly now?: string;
}
