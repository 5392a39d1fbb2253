/**
 * What came to this phone and what went, until the user has seen it: pure.
 *
 * Counts and the rules that used to match; no record is named, and no value of one.
 */
import { same } from "../shared/json";
import type { Reason } from "./traces";

/** Records that left because the same rule or filter does not match them any more. */
export interface LeftGroup {
  readonly why: Reason;
  readonly count: number;
}

export interface EntityNews {
  readonly came: number;
  readonly left: number;
  /** Deleted, or no longer readable: which of the two is not told. */
  readonly lost: number;
  readonly groups: readonly LeftGroup[];
}

export interface News {
  /** UTC instant of the last of it. */
  readonly at: string;
  readonly entities: Readonly<Record<string, EntityNews>>;
}

export type NewsByEntity = News["entities"];

const NOTHING: EntityNews = { came: 0, left: 0, lost: 0, groups: [] };

/** Return two pieces of news as one. */
export function joined(before: NewsByEntity, more: NewsByEntity): NewsByEntity {
  const all = { ...before };
  for (const [entity, { came, left, lost, groups }] of Object.entries(more)) {
    const known = all[entity] ?? NOTHING;
    all[entity] = {
      came: known.came + came,
      left: known.left + left,
      lost: known.lost + lost,
      groups: groups.reduce(withGroup, known.groups),
    };
  }
  return all;
}

/** Return the news of one entity; entities without any are not mentioned. */
export function newsOf(entity: string, came: number, reasons: readonly Reason[], lost: number): NewsByEntity {
  if (came + reasons.length + lost === 0) return {};
  const groups = reasons.map((why) => ({ why, count: 1 })).reduce(withGroup, []);
  return { [entity]: { came, left: reasons.length, lost, groups } };
}

function withGroup(groups: readonly LeftGroup[], more: LeftGroup): readonly LeftGroup[] {
  const at = groups.findIndex(({ why }) => why === more.why || same(why, more.why));
  const known = groups[at];
  if (!known) return [...groups, more];
  return groups.with(at, { ...known, count: known.count + more.count });
}
