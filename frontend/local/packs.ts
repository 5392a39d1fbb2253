/**
 * Packs: hundreds of records stored as one value, because a store costs by the value and not by the byte.
 *
 * The packs of an entity never overlap and lie in id order, so the boundaries alone tell where a record is. They are
 * cut out of text that nobody has parsed: each row stands on a line of its own, and no line ends within a row, for
 * JSON writes the end of a line inside a value in another way.
 */
import type { Row } from "../protocol";
import type { Pack } from "./database";

export const PACK_RECORDS = 500;
export const PACK_BYTES = 256 * 1024;

/** What stands between two rows. */
const BETWEEN = ",\n";

/** Write rows as text that packs can be cut out of. */
export function rowLines(rows: readonly Row[]): string {
  return rows.map((row) => JSON.stringify(row)).join(BETWEEN);
}

/** Put rows, sorted by id, into as many packs as they need. */
export function pack(rows: readonly Row[]): Pack[] {
  return packLines(rowLines(rows));
}

/** Cut text of rows, sorted by id, into as many packs as they need. */
export function packLines(text: string): Pack[] {
  const packs: Pack[] = [];
  let start = 0;
  let last = 0;
  let count = 0;
  const close = (end: number) => {
    const body = `[${text.slice(start, end)}]`;
    packs.push({ first: idAt(text, start), last: idAt(text, last), count, body });
    start = end + BETWEEN.length;
    count = 0;
  };
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf(BETWEEN, at);
    const end = found < 0 ? text.length : found;
    if (count > 0 && (count >= PACK_RECORDS || end - start > PACK_BYTES)) close(at - BETWEEN.length);
    last = at;
    count += 1;
    at = end + BETWEEN.length;
  }
  if (count > 0) close(text.length);
  return packs;
}

export function unpack({ body }: Pack): Row[] {
  return JSON.parse(body) as Row[];
}

/** Find the key of the one pack that can hold a record, among the entity's pack keys in order. */
export function holding(keys: readonly string[], key: string): string | undefined {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") <= key) low = middle + 1;
    else high = middle;
  }
  return keys[low - 1];
}

/** Order rows as packs hold them: by code units, as the store sorts its keys. */
export function byId(a: Row, b: Row): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** The id with which the row at a place of the text begins: `["id",`. */
function idAt(text: string, at: number): string {
  return text.slice(at + 2, text.indexOf('"', at + 2));
}
