/**
 * What was searched for at each entry of the history.
 *
 * It lies in the memory of the open app alone: an address stays in the browser's own history, which is there for
 * whoever takes the phone next.
 */
import type { PageMemory } from "../page-memory";

const at = (entry: string) => `sought/${entry}`;
const NEXT = "sought-next";

export function noteSought(memory: PageMemory, entry: string, words: string): void {
  memory.note(at(entry), words);
}

/** The search that is opened next begins with these words. */
export function handOn(memory: PageMemory, words: string): void {
  memory.note(NEXT, words);
}

/** The words that an entry of the history begins with: its own, or those that were handed on to it. */
export function soughtAt(memory: PageMemory, entry: string): string | undefined {
  const handed = memory.recall<string>(NEXT);
  memory.forget(NEXT);
  return memory.recall<string>(at(entry)) ?? handed;
}
