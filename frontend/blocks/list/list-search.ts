/**
 * The search inside one list at work: at once where little is to be looked at, else in slices, so that whoever types is
 * never in its way.
 *
 * What was found before stays in view until the answer is whole. Where words only say more, or a few rows have changed,
 * nothing else is looked at again.
 */
import { type Signal, signal } from "@preact/signals";
import type { LocalRecord } from "../../local/record";
import type { Search } from "../../local/search";
import { refines } from "../../local/search-words";
import type { Model } from "../../protocol";
import { atOnce, inSlices, type Slices, unnoticed } from "../../shared/slices";

export interface Asked {
  readonly model: Model;
  readonly search: Search;
  readonly rows: readonly LocalRecord[];
  readonly paths: readonly string[];
  readonly words: readonly string[];
  /** What else the answer hangs on: how the records look that paths lead to. */
  readonly basis: readonly unknown[];
}

export interface Found {
  readonly rows: readonly LocalRecord[];
  /** They answer what was asked, and not what was asked before. */
  readonly whole: boolean;
}

interface Answer {
  readonly asked: Asked;
  /** Where the rows stand that were found, in order. */
  readonly places: readonly number[];
  readonly rows: readonly LocalRecord[];
}

/** What must be looked at: rows from a first place on, or those at some places, between those already known. */
interface Open {
  readonly before: readonly number[];
  readonly first: number;
  readonly count: number;
  readonly among?: readonly number[];
  readonly after: readonly number[];
}

/** So many rows are looked at in one go, and at once where there are no more. */
const FEW = 256;

export class ListSearch {
  readonly #told: Signal<number> = signal(0);
  #answer: Answer | null = null;
  #running: { readonly asked: Asked; readonly ending: AbortController } | null = null;

  /** Return the rows that have all words; signals are read. */
  found(asked: Asked): Found {
    this.#told.value;
    if (!this.#answers(asked) && !(this.#running && same(this.#running.asked, asked))) this.#begin(asked);
    const whole = this.#answers(asked);
    if (whole) this.#stop();
    return { rows: this.#answer?.rows ?? asked.rows, whole };
  }

  /** Fold all texts before a word is typed. */
  prepare(asked: Omit<Asked, "words">): void {
    this.found({ ...asked, words: [] });
  }

  /** Nothing is searched any more: the next answer does not begin with this one in view. */
  forget(): void {
    this.#stop();
    this.#answer = null;
  }

  #answers(asked: Asked): boolean {
    return this.#answer !== null && same(this.#answer.asked, asked);
  }

  #begin(asked: Asked): void {
    this.#stop();
    const open = openPlaces(this.#answer, asked);
    const work = looked(asked, open);
    if (open.count <= FEW) {
      this.#answer = atOnce(work);
      return;
    }
    const ending = new AbortController();
    this.#running = { asked, ending };
    void inSlices(work, unnoticed(ending.signal)).then((answer) => {
      if (!answer || ending.signal.aborted) return;
      this.#answer = answer;
      this.#running = null;
      this.#told.value += 1;
    });
  }

  #stop(): void {
    this.#running?.ending.abort();
    this.#running = null;
  }
}

function* looked(asked: Asked, { before, first, count, among, after }: Open): Slices<Answer> {
  const { model, search, rows, paths, words } = asked;
  const meets = search.test(model, paths, words);
  const found = before.slice();
  for (let at = 0; at < count; at += 1) {
    const place = among?.[at] ?? first + at;
    if (meets(rows[place] as LocalRecord)) found.push(place);
    if (at % FEW === FEW - 1) yield;
  }
  const places = found.concat(after);
  const all = places.length === rows.length;
  return { asked, places, rows: all ? rows : places.map((place) => rows[place] as LocalRecord) };
}

function openPlaces(answer: Answer | null, asked: Asked): Open {
  const { rows, words } = asked;
  const nothing: Open = { before: [], first: 0, count: rows.length, after: [] };
  if (!answer || !sameGrounds(answer.asked, asked)) return nothing;
  const { asked: earlier, places } = answer;
  if (rows === earlier.rows) {
    return refines(words, earlier.words) ? { ...nothing, count: places.length, among: places } : nothing;
  }
  if (!sameList(words, earlier.words)) return nothing;
  const { begin, tail } = stillThere(earlier.rows, rows);
  const moved = rows.length - earlier.rows.length;
  return {
    before: places.filter((place) => place < begin),
    first: begin,
    count: rows.length - tail - begin,
    after: places.filter((place) => place >= earlier.rows.length - tail).map((place) => place + moved),
  };
}

/** How many of the first and of the last rows are what they were. */
function stillThere(before: readonly LocalRecord[], after: readonly LocalRecord[]) {
  const most = Math.min(before.length, after.length);
  let begin = 0;
  while (begin < most && before[begin] === after[begin]) begin += 1;
  let tail = 0;
  while (tail < most - begin && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  return { begin, tail };
}

function same(one: Asked, other: Asked): boolean {
  return one.rows === other.rows && sameList(one.words, other.words) && sameGrounds(one, other);
}

function sameGrounds(one: Asked, other: Asked): boolean {
  const alike = one.model === other.model && one.search === other.search;
  return alike && sameList(one.paths, other.paths) && sameList(one.basis, other.basis);
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at]);
}
