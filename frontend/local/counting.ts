/**
 * How many records of a list there are.
 */
import type { LocalRecord } from "./record";

/** Lists are replaced when they change, so one of the several who ask counts for all. */
const counted = new WeakMap<readonly LocalRecord[], number>();

/** Count records; one that was deleted here is still seen, struck out, and no longer counted. */
export function countStanding(rows: readonly LocalRecord[]): number {
  const known = counted.get(rows);
  if (known !== undefined) return known;
  const count = rows.reduce((sum, { state }) => (state === "deleted" ? sum : sum + 1), 0);
  counted.set(rows, count);
  return count;
}
