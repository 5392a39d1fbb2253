/**
 * Why a record was found: the fields in which the words stand that its title has not. Pure.
 */
import type { Entity, Field } from "../protocol";
import type { Reading, Value } from "../values/types";
import type { LocalRecord } from "./record";
import { foldedValue } from "./search-index";
import { type Part, snippet } from "./search-snippet";
import { searchedFields } from "./search-words";

export interface FoundIn {
  readonly field: Field;
  readonly parts: readonly Part[];
}

/** More than so many do not fit on a line. */
const MOST = 2;

/** Return the fields that have what the title lacks, those with the most of it first. */
export function foundIn(
  entity: Entity,
  record: LocalRecord,
  words: readonly string[],
  reading: Reading,
): FoundIn[] {
  const keys = new Map(
    searchedFields(entity).map((field) => [field, foldedValue(record, field, reading)] as const),
  );
  const title = [...keys].find(([{ id }]) => id === entity.title)?.[1] ?? "";
  let left = words.filter((word) => !title.includes(word));
  const found: FoundIn[] = [];
  while (left.length > 0 && found.length < MOST) {
    const counted = [...keys].map(([field, key]) => {
      return { field, count: left.filter((word) => key.includes(word)).length };
    });
    const most = counted.reduce((one, other) => (other.count > one.count ? other : one));
    if (most.count === 0) break;
    const key = keys.get(most.field) ?? "";
    found.push({ field: most.field, parts: snippet(written(record, most.field), words) });
    left = left.filter((word) => !key.includes(word));
  }
  return found;
}

/** All these types are written as they are. */
function written({ values }: LocalRecord, { id }: Field): string {
  const value = (values[id] ?? null) as Value;
  return typeof value === "string" ? value : "";
}
