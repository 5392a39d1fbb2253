/**
 * What came to this phone and what went, until the user has seen it: pure.
 *
 * Counts and the rules that used to match; no record is named, and no value of one. So that a record which moves twice
 * is counted once, as it ended, each leaves a mark: a digest that tells nobody which record it was.
 */
import { same } from "../shared/json";
import type { Reason } from "./traces";

/** Records that left because the same rule or filter does not match them any more. */
export interface LeftGroup {
  readonly why: Reason;
  /** Zero once all of them have moved again. */
  readonly count: number;
}

/** What a record is counted among; a number: its place in the groups. */
type Place = "came" | "lost" | number;

export interface EntityNews {
  readonly came: number;
  readonly left: number;
  /** Deleted, or no longer readable: which of the two is not told. */
  readonly lost: number;
  readonly groups: readonly LeftGroup[];
  /** Mark → where its record is counted; none of those that are too many. */
  readonly marks?: Readonly<Record<string, Place>>;
}

export type NewsByEntity = Readonly<Record<string, EntityNews>>;

/** What one pull brought and took. */
export interface PullNews {
  /** UTC instant. */
  readonly at: string;
  readonly entities: NewsByEntity;
}

/** All that the user has not seen, and the last of it pull by pull. */
export interface News extends PullNews {
  /** In order; none where an earlier version of the app has kept the news. */
  readonly pulls?: readonly PullNews[];
}

/** What became of one record. */
export interface Move {
  readonly record: string;
  readonly to: "came" | "lost" | Reason;
}

/** Beyond so many records of an entity a repeated move is counted again, and costs nothing to remember. */
const MOST_MARKS = 2_000;
/** The pulls before are told apart no longer. */
const MOST_PULLS = 12;
const NOTHING: EntityNews = { came: 0, left: 0, lost: 0, groups: [] };

/** Return two pieces of news as one; what both tell of, as the later one tells it. */
export function joined(before: NewsByEntity, more: NewsByEntity): NewsByEntity {
  const all: Record<string, EntityNews> = { ...before };
  for (const [entity, news] of Object.entries(more)) all[entity] = merged(all[entity] ?? NOTHING, news);
  return all;
}

/** Return the news of one entity; entities without any are not mentioned. */
export function newsOf(entity: string, moves: readonly Move[]): NewsByEntity {
  if (moves.length === 0) return {};
  const counts = { came: 0, left: 0, lost: 0 };
  const groups: LeftGroup[] = [];
  const marks: Record<string, Place> = {};
  for (const [number, { record, to }] of moves.entries()) {
    const place = typeof to === "string" ? to : placeOf(groups, to);
    if (typeof place === "string") counts[place] += 1;
    else counts.left += count(groups, place, 1);
    if (number < MOST_MARKS) marks[markOf(record)] = place;
  }
  return { [entity]: { ...counts, groups, marks } };
}

/** Return all that is unseen once a pull is through. */
export function withPull(before: News | null, { at, entities }: PullNews): News {
  const known = before?.pulls ?? (before ? [{ at: before.at, entities: before.entities }] : []);
  const pulls = [...known, { at, entities }];
  const [first, second, ...others] = pulls;
  const folded = first && second && pulls.length > MOST_PULLS;
  return {
    at,
    entities: joined(before?.entities ?? {}, entities),
    pulls: folded ? [{ at: second.at, entities: joined(first.entities, second.entities) }, ...others] : pulls,
  };
}

function merged(known: EntityNews, more: EntityNews): EntityNews {
  const { came, left, lost } = known;
  const counts = { came: came + more.came, left: left + more.left, lost: lost + more.lost };
  const groups = [...known.groups];
  const places = more.groups.map(({ why, count: many }) => {
    const place = placeOf(groups, why);
    count(groups, place, many);
    return place;
  });
  const marks: Record<string, Place> = { ...known.marks };
  let room = MOST_MARKS - Object.keys(marks).length;
  for (const [mark, place] of Object.entries(more.marks ?? {})) {
    const before = marks[mark];
    if (before === undefined && room <= 0) continue;
    if (before === undefined) room -= 1;
    else if (typeof before === "string") counts[before] -= 1;
    else counts.left += count(groups, before, -1);
    marks[mark] = typeof place === "string" ? place : (places[place] ?? place);
  }
  return { ...counts, groups, marks };
}

/** Return the place of a reason's group, which is made where there is none. */
function placeOf(groups: LeftGroup[], why: Reason): number {
  const at = groups.findIndex((group) => group.why === why || same(group.why, why));
  return at < 0 ? groups.push({ why, count: 0 }) - 1 : at;
}

function count(groups: LeftGroup[], place: number, by: number): number {
  const group = groups[place];
  if (group) groups[place] = { ...group, count: group.count + by };
  return by;
}

/** A digest of 32 bits (FNV-1a): enough to know a record again among a few thousand, too little to name it. */
function markOf(record: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < record.length; at += 1) {
    hash = Math.imul(hash ^ record.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
