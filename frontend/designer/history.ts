/**
 * What this designer did and took back, newest last: undo is the inverse patch, redo the patch itself.
 *
 * Pure and plain JSON, so that it survives a reload. What others did is not in it. Typing into one property is one
 * entry, as long as its merge key stays the same.
 */
import type { Patch } from "../protocol";
import type { DocumentEdit, Intention } from "./document";

export interface Step {
  readonly intention: Intention;
  readonly merge: string | null;
}

export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export const NO_HISTORY: History = { done: [], undone: [] };

/** Steps that are remembered. */
const LONGEST = 100;

/** Note what was done; nothing that was taken back can be done again after it. */
export function recorded(history: History, intention: Intention, merge: string | null): History {
  const last = history.done.at(-1);
  if (last && merge !== null && last.merge === merge) {
    const step = { intention: joined(last.intention, intention), merge };
    return { done: [...history.done.slice(0, -1), step], undone: [] };
  }
  return { done: [...history.done, { intention, merge }].slice(-LONGEST), undone: [] };
}

/** Let the next entry stand by itself, whatever its merge key. */
export function sealed(history: History): History {
  const last = history.done.at(-1);
  if (!last || last.merge === null) return history;
  return { ...history, done: [...history.done.slice(0, -1), { ...last, merge: null }] };
}

/** Move the newest step to what was taken back. */
export function afterUndo({ done, undone }: History): History {
  const last = done.at(-1);
  return last ? { done: done.slice(0, -1), undone: [...undone, { ...last, merge: null }] } : { done, undone };
}

/** Move the step that was taken back last to what is done. */
export function afterRedo({ done, undone }: History): History {
  const last = undone.at(-1);
  return last ? { done: [...done, last], undone: undone.slice(0, -1) } : { done, undone };
}

/** Forget steps that can never be taken back or done again. */
export function without(history: History, intention: Intention): History {
  const others = (steps: readonly Step[]) => steps.filter((step) => step.intention !== intention);
  return { done: others(history.done), undone: others(history.undone) };
}

/** Two intentions as one, with writes to the same key made one write. */
export function joined(first: Intention, second: Intention): Intention {
  const edits: { document: DocumentEdit["document"]; patches: Patch[] }[] = first.edits.map((edit) => ({
    document: edit.document,
    patches: [...edit.patches],
  }));
  for (const { document, patches } of second.edits) {
    const last = edits.at(-1);
    if (last?.document !== document) edits.push({ document, patches: [...patches] });
    else for (const patch of patches) append(last.patches, patch);
  }
  return { label: second.label, edits };
}

function append(patches: Patch[], patch: Patch): void {
  const last = patches.at(-1);
  const samePlace =
    last?.op === "set" &&
    patch.op === "set" &&
    last.key === patch.key &&
    last.path.join("/") === patch.path.join("/");
  if (samePlace) patches[patches.length - 1] = { ...patch, old: last.old };
  else patches.push(patch);
}
