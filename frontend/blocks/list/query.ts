/**
 * The records that a list shows, in its order: by its parent, its condition, the chosen view and the search. Pure.
 */
import type { Asker } from "../../expressions/evaluate";
import type { Tree } from "../../expressions/tree";
import type { KeptOrder } from "../../local/kept-order";
import type { LocalRecord } from "../../local/record";
import type { RecordsView } from "../../local/records";
import { filtered } from "../../local/search";
import type { ListBlock } from "../../protocol";
import { compare } from "../../values/registry";
import type { Reading } from "../../values/types";
import { ownedRecord } from "../conditions";
import type { Lens } from "../lens";
import { valueIn } from "../record-values";

export interface Query {
  readonly lens: Lens;
  readonly records: RecordsView;
  readonly reading: Reading;
  readonly asker: Asker;
  readonly block: ListBlock;
  /** The record whose rows a list with a parent shows. */
  readonly parent: string | undefined;
}

/** All records of the list, whatever the view: in the list's order. */
export function rowsOf(query: Query, kept: KeptOrder<LocalRecord>): readonly LocalRecord[] {
  const { records, block, parent } = query;
  const all = records.list(block.entity);
  const rows = block.parent ? all.filter(({ values }) => values[block.parent ?? ""] === parent) : all;
  return inOrder(query, narrowed(query, rows, block.condition), kept);
}

/** The records that meet a condition of the document; the server has checked it when it was published. */
export function narrowed(
  query: Query,
  rows: readonly LocalRecord[],
  condition: ListBlock["condition"],
): readonly LocalRecord[] {
  if (!condition) return rows;
  const { lens, records, asker } = query;
  const owned = rows.map((record) => ownedRecord(query, record));
  return filtered(lens.metadata.model, records, owned, condition as unknown as Tree, asker);
}

function inOrder(
  { lens, block, reading }: Query,
  rows: readonly LocalRecord[],
  kept: KeptOrder<LocalRecord>,
): readonly LocalRecord[] {
  const { sort } = block;
  const field = lens.field(block.entity, sort?.field ?? block.title) ?? lens.titleField(block.entity);
  if (!field) return rows;
  const sign = sort?.descending ? -1 : 1;
  const order = (a: LocalRecord, b: LocalRecord) =>
    compare(valueIn(a, field), valueIn(b, field), field, reading);
  const sorted = (a: LocalRecord, b: LocalRecord) => sign * (order(a, b) || (a.id < b.id ? -1 : 1));
  // What a lookup is called belongs to another record, which may change without this one.
  const basis = field.type === "lookup" ? [Symbol()] : [field, sign, reading];
  return kept.sorted(rows, sorted, basis);
}

/** The paths that a list is searched by. */
export function searchPaths({ search, title, subtitle }: ListBlock): readonly string[] {
  return search.length > 0 ? search : [title, ...subtitle];
}
