/**
 * The merge of two edits of one long text, line by line: pure, and the same at the office.
 *
 * Each side is a list of hunks: lines of the old text replaced by others. Hunks that share no line and do not touch
 * where one of them only inserts are both taken; any others overlap, and nothing is merged. Mirrors
 * `backend/records/line_merge.py`.
 */
import { collapsed } from "../values/fold";

type Lines = readonly string[];
type Pair = readonly [number, number];

/** Lines `start` to `end` (not included) of the old text, and what stands in their place. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: Lines;
}

/** Merge two edits of a text, given as lines; null where they overlap. */
export function mergedLines(old: Lines, mine: Lines, theirs: Lines): Lines | null {
  // Two hunks in one place that differ in white space alone are one: theirs.
  const all = new Map<string, Hunk>();
  for (const hunk of [...hunksOf(old, mine), ...hunksOf(old, theirs)]) {
    all.set(JSON.stringify([hunk.start, hunk.end, ...hunk.lines.map(collapsed)]), hunk);
  }
  const hunks = [...all.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: string[] = [];
  let at = 0;
  for (const [place, hunk] of hunks.entries()) {
    const next = hunks[place + 1];
    if (next && overlap(hunk, next)) return null;
    merged.push(...old.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  return [...merged, ...old.slice(at)];
}

function overlap(first: Hunk, second: Hunk): boolean {
  const inserts = first.start === first.end || second.start === second.end;
  return second.start < first.end || (inserts && second.start <= first.end);
}

function hunksOf(old: Lines, changed: Lines): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let there = 0;
  const ends: Pair = [old.length, changed.length];
  for (const [start, place] of [...matches(old, changed), ends]) {
    if (at !== start || there !== place)
      hunks.push({ start: at, end: start, lines: changed.slice(there, place) });
    at = start + 1;
    there = place + 1;
  }
  return hunks;
}

/** Return which lines stand in both, as rising pairs of places. */
export function matches(old: Lines, changed: Lines): Pair[] {
  const found: Pair[] = [];
  let at = 0;
  let there = 0;
  const ends: Pair = [old.length, changed.length];
  for (const [start, place] of [...anchors(old, changed), ends]) {
    // Between two anchors: what is alike at the beginning, then what is alike at the end.
    while (at < start && there < place && old[at] === changed[there]) {
      found.push([at, there]);
      at += 1;
      there += 1;
    }
    let alike = 1;
    while (at <= start - alike && there <= place - alike && old[start - alike] === changed[place - alike])
      alike += 1;
    for (let back = alike - 1; back > 0; back -= 1) found.push([start - back, place - back]);
    if (start < old.length) found.push([start, place]);
    at = start + 1;
    there = place + 1;
  }
  return found;
}

/** Return the longest rising run of lines that stand exactly once in either text. */
function anchors(old: Lines, changed: Lines): Pair[] {
  const once = placesOfSingle(changed);
  const pairs: Pair[] = [...placesOfSingle(old)].flatMap(([line, at]) => {
    const place = once.get(line);
    return place === undefined ? [] : [[at, place] as const];
  });
  const ends: number[] = []; // the smallest last place of a run of each length
  const last: number[] = []; // the pair that it ends with
  const before: number[] = [];
  for (const [number, [, place]] of pairs.entries()) {
    const length = firstNotBelow(ends, place);
    before.push(last[length - 1] ?? -1);
    ends[length] = place;
    last[length] = number;
  }
  const run: Pair[] = [];
  for (let number = last.at(-1) ?? -1; number >= 0; number = before[number] ?? -1) {
    const pair = pairs[number];
    if (pair) run.push(pair);
  }
  return run.reverse();
}

/** Return the places of lines that stand once, in their order. */
function placesOfSingle(lines: Lines): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return new Map(lines.flatMap((line, at) => (counts.get(line) === 1 ? [[line, at] as const] : [])));
}

function firstNotBelow(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
