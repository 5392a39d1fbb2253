/**
 * What becomes of the conflicts that are here when a pull is applied.
 */
import { recordKey } from "../local/database";
import { type LeftValues, leavingValues } from "../local/left-values";
import { type Hidden, maskedConflict } from "../local/scrubbing";
import { type Operation, put, remove } from "../local/storage";
import type { ConflictRow } from "../protocol";
import type { Page } from "./incoming";

type Conflicts = ReadonlyMap<string, ConflictRow>;

/** What a pull says of conflicts. */
export interface Told {
  /** Those that it told of, in its order. */
  readonly conflicts: readonly ConflictRow[];
  /** Keys of records with a conflict here of which it said anything. */
  readonly named: readonly string[];
  /** It told of all that are open. */
  readonly allConflicts: boolean;
}

export const NOTHING_TOLD: Told = { conflicts: [], named: [], allConflicts: false };

/**
 * Return what was told with one page more, which has the last word on the records that it names.
 *
 * @param known the conflicts that were here before
 */
export function toldAfter(told: Told, { put, out, conflicts }: Page, known: Conflicts, me: string): Told {
  const here = [...known.values(), ...told.conflicts];
  const { allConflicts } = told;
  if (here.length === 0) return { conflicts, named: [], allConflicts };
  const records = new Map([
    ...put.flatMap(({ entity, rows }) => rows.map(([id]) => [recordKey(entity, id), "put"] as const)),
    ...out.flatMap(({ entity, why, records }) => records.map((id) => [recordKey(entity, id), why] as const)),
  ]);
  const fate = (row: ConflictRow) => records.get(recordKey(row.entity, row.record));
  const stays = (row: ConflictRow) => !row.open || !fate(row) || (row.mineBy === me && fate(row) !== "lost");
  const named = here.filter(fate).map(({ entity, record }) => recordKey(entity, record));
  return {
    allConflicts,
    conflicts: [...told.conflicts.filter(stays), ...conflicts],
    named: [...new Set([...told.named, ...named])],
  };
}

/**
 * Return the conflicts after a pull: without what it hides, but with all that it told of.
 *
 * The user's own stay. What others disagree on comes with its record, or is not his to see any more.
 */
export function conflictsAfter(
  before: Conflicts,
  { conflicts, named, allConflicts }: Told,
  { lost, masks }: Hidden,
  me: string,
): Conflicts {
  if (!allConflicts && conflicts.length + named.length + lost.size + Object.keys(masks).length === 0) {
    return before;
  }
  const spokenOf = new Set(named);
  const after = new Map<string, ConflictRow>();
  for (const [id, row] of before) {
    const key = recordKey(row.entity, row.record);
    if (lost.has(key) || ((allConflicts || spokenOf.has(key)) && row.mineBy !== me)) continue;
    const fields = masks[row.entity];
    const seen = fields ? maskedConflict(row, fields, me) : row;
    if (seen) after.set(id, seen);
  }
  for (const row of conflicts) {
    if (row.open) after.set(row.id, row);
    else after.delete(row.id);
  }
  return after;
}

/**
 * Return the writes from one to the other. A lost record's conflict leaves what the user typed as a draft, unless
 * the office still tells of it: he edited what somebody deleted, and has to choose.
 */
export function conflictWrites(
  before: Conflicts,
  after: Conflicts,
  rows: readonly ConflictRow[],
  me: string,
): Operation[] {
  const writes: Operation[] = rows.filter(({ open }) => !open).map(({ id }) => remove("conflict", id));
  const told = new Set(rows.map(({ id }) => id));
  for (const [id, row] of after) if (before.get(id) !== row) writes.push(put("conflict", id, row));
  for (const [id, row] of before) {
    if (after.has(id) || told.has(id)) continue;
    writes.push(remove("conflict", id));
    if (row.mineBy === me) writes.push(leavingValues(leftBy(row)));
  }
  return writes;
}

/** What the user typed into a record that he may no longer read. */
function leftBy({ id, entity, record, mine, mineAt }: ConflictRow): LeftValues {
  return { id, entity, record, values: mine, at: mineAt };
}
