/**
 * Rows under headings: one for each value of a field, in the order of its values, what has none at the end. Pure.
 */
import { localDay } from "../../expressions/periods";
import type { LocalRecord } from "../../local/record";
import type { Field } from "../../protocol";
import { t } from "../../shared/messages";
import { compare } from "../../values/registry";
import type { Value } from "../../values/types";
import { listed, valueAt, valueIn } from "../record-values";
import type { Query } from "./query";

export interface Section {
  readonly key: string;
  readonly title: string;
  /** Rows of the whole list that stand under it. */
  readonly count: number;
}

/** What a list draws in order. */
export interface Lines {
  readonly lines: readonly (LocalRecord | Section)[];
  /** Which of them are headings. */
  readonly headings: readonly number[];
}

interface Gathered {
  readonly value: Value;
  readonly records: LocalRecord[];
}

export function isSection(line: LocalRecord | Section): line is Section {
  return "count" in line;
}

/** Put headings among rows, as many of which are drawn as is said; each section keeps the order of the list. */
export function sectioned(query: Query, path: string, rows: readonly LocalRecord[], most: number): Lines {
  const field = query.lens.path(query.block.entity, path).at(-1);
  if (!field) return { lines: rows.slice(0, most), headings: [] };
  // Moments stand together by the day that they are in.
  const dayed: Field = field.type === "date_time" ? { ...field, type: "date" } : field;
  const lines: (LocalRecord | Section)[] = [];
  const headings: number[] = [];
  let left = most;
  for (const [key, { value, records }] of inOrder(query, path, dayed, gathered(query, path, field, rows))) {
    if (left <= 0) break;
    headings.push(lines.length);
    lines.push({ key: `section/${key}`, title: titleOf(query, dayed, value), count: records.length });
    lines.push(...records.slice(0, left));
    left -= records.length;
  }
  return { lines, headings };
}

function gathered(
  { lens, records, asker, block }: Query,
  path: string,
  field: Field,
  rows: readonly LocalRecord[],
): Map<string, Gathered> {
  const own = lens.field(block.entity, path);
  const sections = new Map<string, Gathered>();
  for (const record of rows) {
    const held = own ? valueIn(record, own) : (valueAt(lens, records, record, path)?.value ?? null);
    const day = field.type === "date_time" && held !== null;
    const value = day ? localDay(String(held), asker.timeZone) : held;
    const key = typeof value === "string" ? value : JSON.stringify(value);
    const section = sections.get(key);
    if (section) section.records.push(record);
    else sections.set(key, { value, records: [record] });
  }
  return sections;
}

function inOrder({ block, reading }: Query, path: string, field: Field, sections: Map<string, Gathered>) {
  const sign = block.sort?.descending && block.sort.field === path ? -1 : 1;
  return [...sections].sort(([, { value: a }], [, { value: b }]) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * compare(a, b, field, reading);
  });
}

function titleOf({ records, reading }: Query, field: Field, value: Value): string {
  return (
    listed({ field, value, holder: undefined, away: false }, records, reading) ||
    t("mobile.block.section_none")
  );
}
