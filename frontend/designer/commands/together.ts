/**
 * Two intentions as one: what follows from the first is done, saved and taken back with it.
 */
import type { Documents, Intention } from "../document";
import { applyIntention } from "../patches";

/** Return the first intention with a second one made over its result, under the name of the first. */
export function together(
  documents: Documents,
  first: Intention,
  second: (documents: Documents) => Intention | null,
): Intention {
  const more = second(applyIntention(documents, first));
  return more ? { label: first.label, edits: [...first.edits, ...more.edits] } : first;
}
