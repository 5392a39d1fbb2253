/**
 * How often the phone asks for what is new.
 *
 * An administrator may give each entity of the profile an interval. When all have one, the least of them counts, and
 * hints wait for it too. The user may choose a longer one, never a shorter.
 */
import { stagesToCome } from "../local/database";
import type { Replica } from "../local/replica";
import type { Profile } from "../protocol";

const MINUTE = 60_000;

/**
 * Return the milliseconds between two pulls; 0: as soon as there is news.
 *
 * @param chosen minutes that the user chose, if he did
 */
export function refreshEvery(profile: Profile | null, chosen: number | null): number {
  // A store of an earlier version holds a profile without intervals until new metadata has come.
  const intervals = (profile?.entities ?? []).map(({ interval }) => interval ?? null);
  const given = intervals.filter((interval) => interval !== null);
  const least = given.length > 0 && given.length === intervals.length ? Math.min(...given) : 0;
  return Math.max(least, chosen ?? 0) * MINUTE;
}

/**
 * Return how long the next pull is to wait.
 *
 * @param at UTC instant of the last one; null before the first
 */
export function dueIn(every: number, at: string | null, now: number): number {
  const passed = at === null ? Number.POSITIVE_INFINITY : now - Date.parse(at);
  // A clock that went back says nothing about how long ago it was.
  return passed < 0 ? 0 : Math.max(0, every - passed);
}

/** Tell whether it is time to pull, if somebody asks for it; a copy that is not whole is always pulled. */
export function pullDue({ metadata, checkpoint }: Replica, now: number, chosen: number | null): boolean {
  const here = checkpoint.peek();
  const { cursor, at } = here ?? { cursor: "", at: null };
  return (
    !cursor ||
    stagesToCome(here) ||
    dueIn(refreshEvery(metadata.peek()?.profile ?? null, chosen), at, now) === 0
  );
}
