/**
 * Packs: hundreds of records stored as one value, because a store costs by the value and not by the byte.
 *
 * The packs of an entity never overlap and lie in id order, so the boundaries alone tell where a record is.
 */
import type { Row } from "../protocol";
import type { Pack } from "./database";

export const PACK_RECORDS = 500;
export const PACK_BYTES = 256 * 1024;

/** Put rows, sorted by id, into as many packs as they need. */
export function pack(rows: readonly Row[]): Pack[] {
  const packs: Pack[] = [];
  let texts: string[] = [];
  let first = "";
  let last = "";
  let size = 0;
  const close = () => {
    if (texts.length > 0) packs.push({ first, last, count: texts.length, body: `[${texts.join(",")}]` });
    texts = [];
    size = 0;
  };
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (texts.length >= PACK_RECORDS || size + text.length > PACK_BYTES) close();
    if (texts.length === 0) first = row[0];
    texts.push(text);
    last = row[0];
    size += text.length + 1;
  }
  close();
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
