/**
 * Where the words of a search stand in a text as it was written. Pure.
 *
 * Folding makes a text shorter here and longer there, so it is folded sign by sign, and the places of the folded text
 * lead back to the signs. The answer is text in parts; how a part is emphasised is not known here.
 */
import { searchKey } from "../values/fold";

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters of a text that are folded in one piece while the first hit is looked for. */
const PIECE = 400;
/** A piece without a space in it can be far longer; beyond this it is not looked into. */
const LONGEST = 2_000;
/** Characters before and after a hit. */
const BEFORE = 24;
const AFTER = 72;
const CUT = "…";

let segmenter: Intl.Segmenter | undefined;

/** Return a whole text, with what the words stand for as parts of their own. */
export function emphasised(text: string, words: readonly string[]): Part[] {
  const near = text.slice(0, LONGEST);
  const signs = signsOf(near);
  const marked = parts(signs, hitsIn(signs, words));
  return near.length < text.length ? joined([...marked, { text: text.slice(LONGEST), hit: false }]) : marked;
}

/** Return the surroundings of the first hit; the beginning of the text where no hit can be shown. */
export function snippet(text: string, words: readonly string[]): Part[] {
  const { start, end } = pieceWith(text, words);
  const signs = signsOf(text.slice(start, Math.min(end, start + LONGEST)));
  const hits = hitsIn(signs, words);
  const first = Math.max(0, hits.indexOf(true));
  const from = wordStart(signs, Math.max(0, first - BEFORE), first);
  const to = Math.min(signs.length, first + AFTER);
  const shown = parts(signs.slice(from, to), hits.slice(from, to));
  const cutBefore = from > 0 || start > 0;
  const cutAfter = to < signs.length || end < text.length;
  return joined([
    ...(cutBefore ? [{ text: CUT, hit: false }] : []),
    ...shown,
    ...(cutAfter ? [{ text: CUT, hit: false }] : []),
  ]);
}

/** Find the first piece of a text that has one of the words. It ends at a space, where no word can go on. */
function pieceWith(text: string, words: readonly string[]): { readonly start: number; readonly end: number } {
  const space = /[ \n\t]/g;
  for (let start = 0; start < text.length; ) {
    space.lastIndex = start + PIECE;
    const end = space.exec(text)?.index ?? text.length;
    const key = searchKey(text.slice(start, Math.min(end, start + LONGEST)));
    if (words.some((word) => key.includes(word))) return { start, end };
    start = end + 1;
  }
  return { start: 0, end: Math.min(text.length, PIECE) };
}

/** What joins units to signs is among these; a text without, as most are, has a sign for each unit. */
const JOINS = /[\u0300-\uffff]/;

/** Cut a text into what a reader takes for single characters. */
function signsOf(text: string): string[] {
  if (!JOINS.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Say of each sign whether it belongs to one of the words. */
function hitsIn(signs: readonly string[], words: readonly string[]): boolean[] {
  let key = "";
  const owners: number[] = [];
  signs.forEach((sign, at) => {
    const folded = searchKey(sign) || (/^\s/u.test(sign) && !key.endsWith(" ") ? " " : "");
    key += folded;
    for (let nth = 0; nth < folded.length; nth += 1) owners.push(at);
  });
  const hits = signs.map(() => false);
  for (const word of words) {
    for (let at = key.indexOf(word); at >= 0 && word !== ""; at = key.indexOf(word, at + word.length)) {
      for (const owner of owners.slice(at, at + word.length)) hits[owner] = true;
    }
  }
  return hits;
}

/** Return the place after the first space between two places, so that no word is shown without its beginning. */
function wordStart(signs: readonly string[], from: number, to: number): number {
  if (from === 0) return 0;
  const space = signs.findIndex((sign, at) => at >= from && at < to && /^\s/u.test(sign));
  return space < 0 ? from : space + 1;
}

function parts(signs: readonly string[], hits: readonly boolean[]): Part[] {
  return joined(signs.map((text, at) => ({ text, hit: hits[at] ?? false })));
}

function joined(several: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const { text, hit } of several) {
    const last = result.at(-1);
    if (last && last.hit === hit) result[result.length - 1] = { text: last.text + text, hit };
    else result.push({ text, hit });
  }
  return result;
}
