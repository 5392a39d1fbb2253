/**
 * The columns of a report: what stands at the head of each line, what else is shown, and what is added up. Pure.
 */
import type { Field, Measure, ReportBlock, ReportColumn } from "../../protocol";
import type { Lens } from "../lens";

export interface Column {
  readonly id: string;
  readonly path: string;
  readonly field: Field;
  readonly label: string;
  /** Which of the report's measures is its total. */
  readonly total: { readonly at: number; readonly measure: Measure } | null;
  readonly number: boolean;
}

export interface Columns {
  /** What names a line: the first column, unless it has a total; then the record's title does. */
  readonly head: Column | null;
  readonly others: readonly Column[];
  readonly measures: readonly Measure[];
}

const NUMBERS: ReadonlySet<string> = new Set(["integer", "big_integer", "decimal", "money"]);

export function columnsOf({ entity, columns }: ReportBlock, lens: Lens): Columns {
  const measures: Measure[] = [];
  const shown = columns.flatMap((column): Column[] => {
    const field = lens.path(entity, column.field).at(-1);
    if (!field) return [];
    const total = totalOf(column, measures);
    const label = lens.text(column.label) || lens.text(field.label);
    return [{ id: column.id, path: column.field, field, label, total, number: NUMBERS.has(field.type) }];
  });
  const [first, ...rest] = shown;
  const heads = first && !first.total;
  return { head: heads ? first : null, others: heads ? rest : shown, measures };
}

function totalOf({ field, total }: ReportColumn, measures: Measure[]): Column["total"] {
  if (!total) return null;
  const measure: Measure = { of: total, field };
  measures.push(measure);
  return { at: measures.length - 1, measure };
}
