/**
 * How much the office has of what a list shows, as blocks ask for it.
 */

/** Nothing beyond this phone, or so many records, of now or of an earlier time. */
export type Whole =
  | { readonly kind: "here" }
  | { readonly kind: "known"; readonly count: number; readonly about: boolean };

export interface WholeSource {
  /** How many records meet a condition at the office; null: that is not known. Signals are read. */
  readonly of: (entity: string, condition: object | null) => Whole | null;
  /** Have that asked, if it was not lately and somebody answers. Signals are read. */
  readonly ask: (entity: string, condition: object | null) => void;
}
