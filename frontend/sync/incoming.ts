/**
 * What pages of a pull bring, folded to the last word on each record: pure.
 */

import { recordKey } from "../local/database";
import type { Coming, ConflictRow, Row } from "../protocol";

/** A page as it is staged: a reply without its number. */
export type Page = Pick<Coming, "put" | "out" | "conflicts">;

/** The row that a record has now, or why it is gone. */
export type Fate = Row | "left" | "lost";

export interface Incoming {
  readonly records: ReadonlyMap<string, ReadonlyMap<string, Fate>>;
  readonly conflicts: readonly ConflictRow[];
}

export function folded(pages: readonly Page[]): Incoming {
  const records = new Map<string, Map<string, Fate>>();
  const of = (entity: string) => {
    const known = records.get(entity) ?? new Map<string, Fate>();
    records.set(entity, known);
    return known;
  };
  for (const { put, out } of pages) {
    for (const { entity, rows } of put) for (const row of rows) of(entity).set(row[0], row);
    for (const { entity, records: ids, why } of out) for (const id of ids) of(entity).set(id, why);
  }
  return { records, conflicts: pages.flatMap(({ conflicts }) => conflicts) };
}

/** Return the keys of records that the user may no longer read. */
export function lostIn({ records }: Incoming): string[] {
  return [...records].flatMap(([entity, fates]) => {
    return [...fates].filter(([, fate]) => fate === "lost").map(([id]) => recordKey(entity, id));
  });
}

export function rowsIn({ put, out }: Page): number {
  const rows = put.reduce((sum, { rows }) => sum + rows.length, 0);
  return rows + out.reduce((sum, { records }) => sum + records.length, 0);
}
