/**
 * The outcome of reading a value: the value, or a problem with a stable code and arguments.
 *
 * The codes are those of `backend/fields/problems.py`; a test compares them. The sentence stands in the catalogue
 * under `problem.<code>`.
 */
export type ValueCode =
  | "value-required"
  | "value-not-text"
  | "value-bad-text"
  | "value-not-one-line"
  | "value-too-long"
  | "value-not-a-number"
  | "value-not-whole"
  | "value-out-of-range"
  | "value-too-small"
  | "value-too-large"
  | "value-too-many-digits"
  | "value-too-precise"
  | "value-not-money"
  | "value-not-a-currency"
  | "value-not-yes-or-no"
  | "value-not-a-date"
  | "value-not-a-time"
  | "value-not-a-choice"
  | "value-not-a-record"
  | "value-not-a-phone-number"
  | "value-not-an-email"
  | "value-not-a-link"
  | "value-link-scheme"
  | "value-not-an-image"
  | "value-image-type"
  | "value-image-heic"
  | "value-image-too-large"
  | "value-too-many"
  | "value-not-a-file"
  | "value-file-empty"
  | "value-file-too-large"
  | "value-not-a-position"
  | "value-off-the-earth";

export interface ValueProblem {
  readonly code: ValueCode;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** `problem` is absent when there is a value, which may be null. */
export type Result<V> =
  | { readonly value: V | null; readonly problem?: undefined }
  | { readonly problem: ValueProblem; readonly value?: undefined };

export function accepted<V>(value: V | null): Result<V> {
  return { value };
}

export function refused(code: ValueCode, args: ValueProblem["arguments"] = {}): { problem: ValueProblem } {
  return { problem: { code, arguments: args } };
}
