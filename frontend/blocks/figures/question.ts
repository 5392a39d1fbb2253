/**
 * What is asked of many records, whoever answers: this phone or the office.
 */
import type { Tree } from "../../expressions/tree";
import type { FigureGrouping, FiguresAsked, Measure } from "../../protocol";

export interface Question {
  readonly entity: string;
  /** Only records whose lookup refers to this record; a record that is not there has none. */
  readonly parent: { readonly field: string; readonly record: string | undefined } | null;
  readonly condition: Tree | null;
  readonly groups: readonly FigureGrouping[];
  readonly measures: readonly Measure[];
}

/** What blocks that gather records have in common. */
interface Gathering {
  readonly entity: string;
  readonly parent: string | null;
  readonly condition: object | null;
}

export function questionOf(
  { entity, parent, condition }: Gathering,
  record: string | undefined,
  groups: readonly FigureGrouping[],
  measures: readonly Measure[],
): Question {
  return {
    entity,
    parent: parent ? { field: parent, record } : null,
    condition: condition as Tree | null,
    groups,
    measures,
  };
}

/** The same question for the office, which knows parents only as a condition. */
export function askedOf({ parent, condition, groups, measures }: Question): FiguresAsked {
  const hanging = parent && { op: "eq", path: parent.field, value: parent.record ?? null };
  const conditions = [hanging, condition].flatMap((part) => (part ? [{ ...part }] : []));
  return { conditions, groups: [...groups], measures: [...measures] };
}
