/**
 * What a value of each field type is on the phone: its canonical wire form, as in the value table of the docs.
 *
 * `null` is the only empty. Values are plain JSON, so they are stored, compared and sent as they are.
 */
import type { Field } from "../protocol";

export type FieldTypeId = Field["type"];

/** A field's definition as far as its values need it; the rest of the definition may be absent. */
export type FieldRule = Pick<Field, "id" | "type"> & Partial<Field>;

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** What a record says of a picture, a signature or a file. */
export interface BlobReference {
  readonly blob: string;
  readonly name: string;
  /** The media type. */
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly width?: number;
  readonly height?: number;
}

/** A place in degrees; where it was measured also how well, in metres, and when. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
  readonly accuracy?: number;
  readonly at?: string;
}

/** A value that is not empty. */
export type Filled =
  | string
  | number
  | boolean
  | Money
  | Position
  | BlobReference
  | readonly BlobReference[]
  | readonly string[];

export type Value = Filled | null;

/** Whom a value is written for, and whom it was typed by. */
export interface Reading {
  /** The region that numbers and dates are written for, such as `sv-SE`. */
  readonly locale: string;
  /** The language of labels; the locale's when absent. */
  readonly language?: string;
  /** The user's time zone; the phone's own when absent. */
  readonly timeZone?: string;
  /** The words for yes and no, and for a record that cannot be named. */
  readonly words?: { readonly yes: string; readonly no: string; readonly elsewhere?: string };
  /** Name a record that a lookup refers to; undefined when it is not on this phone, "" while it is being read. */
  readonly resolve?: (target: string | null | undefined, id: string) => string | undefined;
}
