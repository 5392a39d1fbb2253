/**
 * What pages of a pull bring, folded to the last word on each record: pure.
 */

import { recordKey } from "../local/database";
import type { Masks } from "../local/scrubbing";
import type { Coming, Row } from "../protocol";

/** A page as it is staged: a reply without its number. One staged by an earlier version has neither masks nor labels. */
export type Page = Pick<Coming, "put" | "out" | "conflicts"> & Partial<Pick<Coming, "masks" | "stubs">>;

/** The row that a record has now, or why it is gone. */
export type Fate = Row | "left" | "lost";

export interface Incoming {
  readonly records: ReadonlyMap<string, ReadonlyMap<string, Fate>>;
  /** What records that are not held are called. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly masks: Masks;
}

export function folded(pages: readonly Page[]): Incoming {
  const records = new Map<string, Map<string, Fate>>();
  const labels = new Map<string, Map<string, string>>();
  const masks: Record<string, readonly string[]> = {};
  for (const page of pages) {
    for (const { entity, fields } of page.masks ?? []) masks[entity] = fields;
    for (const { entity, rows } of page.put) {
      for (const row of rows) {
        of(records, entity).set(row[0], row);
        of(labels, entity).delete(row[0]);
      }
    }
    for (const { entity, records: ids, why } of page.out) {
      for (const id of ids) {
        of(records, entity).set(id, why);
        if (why === "lost") of(labels, entity).delete(id);
      }
    }
    // After what leaves: a record that is named is there for this user, whatever was said of it before.
    for (const { entity, labels: named } of page.stubs ?? []) {
      for (const [id, label] of Object.entries(named)) of(labels, entity).set(id, label);
    }
  }
  return { records, labels, masks };
}

/** Return the keys of records that go out of what the user may read. */
export function lostIn({ records }: Incoming): string[] {
  return [...records].flatMap(([entity, fates]) => {
    return [...fates].filter(([, fate]) => fate === "lost").map(([id]) => recordKey(entity, id));
  });
}

export function rowsIn({ put, out, stubs = [] }: Page): number {
  const rows = put.reduce((sum, { rows }) => sum + rows.length, 0);
  const labels = stubs.reduce((sum, stub) => sum + Object.keys(stub.labels).length, 0);
  return rows + labels + out.reduce((sum, { records }) => sum + records.length, 0);
}

function of<T>(all: Map<string, Map<string, T>>, entity: string): Map<string, T> {
  const known = all.get(entity) ?? new Map<string, T>();
  all.set(entity, known);
  return known;
}
