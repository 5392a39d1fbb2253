/**
 * The name of a filter: how long it may be, and what a filter is called that nobody has named. Pure.
 */
import type { FilterDraft } from "../../local/filter-drafts";
import { shortened } from "../../shared/quoted";

type Label = FilterDraft["label"];

/** As the office takes it: `FilterWrite` of `backend/protocol/designs.py`. */
export const LONGEST_NAME = 200;
/** A name that is made of a filter's own sentence is not longer than this. */
const LONGEST_SENTENCE = 80;

/** What is wrong with a name, as a form says it of any text. */
export function nameProblem(label: Label) {
  const length = Math.max(0, ...Object.values(label).map((text) => [...text].length));
  if (length <= LONGEST_NAME) return undefined;
  return { code: "value-too-long", arguments: { length, maximum: LONGEST_NAME } } as const;
}

export function isNamed(label: Label): boolean {
  return Object.values(label).some((text) => text.trim() !== "");
}

export function nameOf(sentence: string): string {
  return shortened(sentence, LONGEST_SENTENCE);
}

/** Name a copy, by words that are put around the name of the original. */
export function copyName(original: string, words: (label: string) => string): string {
  const around = [...words("")].length;
  return words(shortened(original, LONGEST_NAME - around));
}
