/**
 * Which entries have all words of a search, the best first. Pure.
 *
 * Entries come in the order of their titles and stay in it, so nothing is sorted while someone types: matches are
 * only laid into a few ranks.
 */
import type { Slices } from "../shared/slices";
import type { Entry } from "./search-index";

/** From the title that begins with the words to the record whose title has none of them. */
const RANKS = 5;

export interface Matches {
  readonly words: readonly string[];
  /** Among which they were looked for. */
  readonly among: readonly Entry[];
  /** In the order of their titles. */
  readonly entries: readonly Entry[];
  readonly ranks: readonly (readonly Entry[])[];
}

/** How many entries are looked at in one go. */
const SOME = 1_024;

/**
 * Find the entries that have all words.
 *
 * @param from all that can match, where less than `among`: what was found by fewer words
 */
export function* matching(
  words: readonly string[],
  among: readonly Entry[],
  from: readonly Entry[] = among,
): Slices<Matches> {
  const phrase = words.join(" ");
  const entries: Entry[] = [];
  const ranks: Entry[][] = Array.from({ length: RANKS }, () => []);
  for (let at = 0; at < from.length; at += 1) {
    const entry = from[at] as Entry;
    if (words.every((word) => entry.text.includes(word))) {
      entries.push(entry);
      ranks[rankOf(entry, words, phrase)]?.push(entry);
    }
    if (at % SOME === SOME - 1) yield;
  }
  return { words, among, entries, ranks };
}

/** Return the best so many matches. */
export function best({ ranks }: Matches, most: number): Entry[] {
  const first: Entry[] = [];
  for (const rank of ranks) {
    if (first.length >= most) break;
    first.push(...rank.slice(0, most - first.length));
  }
  return first;
}

/** Return all matches, the best first. */
export function ordered({ ranks }: Matches): readonly Entry[] {
  return ranks.flat();
}

/** Return how good the best match is, 0 the best; undefined without any. */
export function bestRank({ ranks }: Matches): number | undefined {
  const found = ranks.findIndex((rank) => rank.length > 0);
  return found < 0 ? undefined : found;
}

function rankOf({ title }: Entry, words: readonly string[], phrase: string): number {
  if (title === "") return RANKS - 1;
  if (title.startsWith(phrase)) return 0;
  if (words.every((word) => begins(title, word))) return 1;
  if (words.every((word) => title.includes(word))) return 2;
  return words.some((word) => title.includes(word)) ? 3 : RANKS - 1;
}

/** Tell whether one of the words of a title begins with a word. */
function begins(title: string, word: string): boolean {
  return title.startsWith(word) || title.includes(` ${word}`);
}
