/**
 * What becomes of the conflicts that are here when a pull is applied.
 */
import { recordKey } from "../local/database";
import { type Hidden, maskedConflict } from "../local/scrubbing";
import { type Operation, put, remove } from "../local/storage";
import type { ConflictRow } from "../protocol";

type Conflicts = ReadonlyMap<string, ConflictRow>;

interface Gone extends Hidden {
  readonly left: ReadonlySet<string>;
}

/**
 * Return the conflicts after a pull: without what it hides, but with all that came just now.
 *
 * Of a record that left the phone the user's own stay; how those of others end nobody would tell him.
 */
export function conflictsAfter(
  before: Conflicts,
  rows: readonly ConflictRow[],
  { lost, left, masks }: Gone,
  me: string,
): Conflicts {
  if (rows.length + lost.size + left.size + Object.keys(masks).length === 0) return before;
  const after = new Map<string, ConflictRow>();
  for (const [id, row] of before) {
    const key = recordKey(row.entity, row.record);
    if (lost.has(key) || (left.has(key) && row.mineBy !== me)) continue;
    const fields = masks[row.entity];
    const seen = fields ? maskedConflict(row, fields, me) : row;
    if (seen) after.set(id, seen);
  }
  for (const row of rows) {
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
    if (row.mineBy === me) writes.push(put("draft", id, draftOf(row)));
  }
  return writes;
}

/** What the user typed into a record that he may no longer read. */
function draftOf({ id, entity, record, mine, mineAt }: ConflictRow): Record<string, unknown> {
  return { id, entity, record, values: mine, at: mineAt };
}
