/**
 * What a field type offers to the screens: a control for forms, and a way to show its value where text is not enough.
 *
 * A control holds an input (what someone is typing) and never decides what it means: that is `values`. Controls come
 * with the forms, which load late; displays come with the pages.
 */
import type { ReadonlySignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import type { NewBlob } from "../local/blobs";
import type { FieldRule, Filled, Reading, Value } from "../values/types";

export type PictureSize = "thumbnail" | "original";

export type PictureState =
  | { readonly kind: "loading" }
  | { readonly kind: "here"; readonly url: string }
  /** Not on this phone, and the office cannot be asked now. */
  | { readonly kind: "away" };

/** Where pictures come from: the form, this phone, or the office. */
export interface PictureSource {
  show(blob: string, size: PictureSize): ReadonlySignal<PictureState>;
  /** Look once more for one that was not here. */
  again(blob: string, size: PictureSize): void;
  /** Whether the office does not have it whole yet. */
  onItsWay(blob: string): boolean;
  /** Take in a picture that was just taken, so that it can be shown and saved. */
  adopt(picture: NewBlob): void;
  newId(): string;
}

/** What controls need from the screen around them. */
export interface FieldTools {
  readonly reading: Reading;
  readonly pictures: PictureSource;
  /** Let the user search for a record, or for several where the field holds several, and tell which he chose. */
  readonly pick: (
    field: FieldRule,
    chosen: readonly string[],
    onPick: (records: readonly string[]) => void,
  ) => void;
  /** Tell the form that an input is still being made; the work says whether it came to be. Missing where nothing is saved. */
  readonly making?: (work: Promise<boolean>) => void;
}

export interface ControlProps {
  readonly field: FieldRule;
  readonly input: unknown;
  readonly onInput: (input: unknown) => void;
  readonly onLeave?: () => void;
  readonly readOnly?: boolean;
  readonly tools: FieldTools;
}

export interface FieldControl {
  readonly Control: FunctionComponent<ControlProps>;
  /** What the control holds when editing begins. */
  readonly begin: (value: Value, field: FieldRule, reading: Reading) => unknown;
  /** Whether a field has several native controls under one label. */
  readonly group?: (field: FieldRule) => boolean;
  /** The control stands in one line with its label, as a box to tick does. */
  readonly inline?: boolean;
  /** The control of a value that stands alone, such as one to compare with, where it is not that of a form. */
  readonly Alone?: FunctionComponent<ControlProps>;
}

export interface DisplayProps {
  readonly field: FieldRule;
  readonly value: Filled;
  readonly tools: Pick<FieldTools, "reading" | "pictures">;
  /** Where a tap leads, for a reference to a record. */
  readonly href?: string;
}

export interface FieldDisplay {
  readonly Display: FunctionComponent<DisplayProps>;
  /** Long values stand below their label, not beside it. */
  readonly tall?: boolean;
}

export function asText(input: unknown): string {
  return typeof input === "string" ? input : "";
}
