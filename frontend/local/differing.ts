/**
 * Which words of a text another text has not: pure.
 *
 * Words are compared as lines are in a merge, with the white space between them, so that what stands in both is the
 * same run of words in either text.
 */
import { matches } from "./line-merge";

export interface Part {
  readonly words: string;
  /** The other text has it not. */
  readonly own: boolean;
}

/** Cut a text into what the other one has too and what it has not; put together again it is the text. */
export function partsOf(text: string, other: string): readonly Part[] {
  const words = wordsOf(text);
  const shared = new Set(matches(wordsOf(other), words).map(([, place]) => place));
  const parts: Part[] = [];
  for (const [at, word] of words.entries()) {
    const last = parts.at(-1);
    // White space alone is no difference; between two own words it is theirs.
    const own = !shared.has(at) && (word.trim() !== "" || last?.own === true);
    if (last?.own === own) parts[parts.length - 1] = { words: last.words + word, own };
    else parts.push({ words: word, own });
  }
  return parts;
}

function wordsOf(text: string): string[] {
  return text.match(/\S+|\s+/g) ?? [];
}
