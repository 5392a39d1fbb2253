/**
 * The office's answer in the shape of what this phone gathers itself.
 */
import { Exact } from "../../expressions/arithmetic";
import type { FigureGroup, FiguresTold, Figure as ToldFigure } from "../../protocol";
import type { Reading } from "../../values/types";
import type { Lens } from "../lens";
import type { Gathered, Group } from "./gathered";
import { type Grouping, groupingBy, type Key } from "./grouping";
import type { Figure } from "./measures";
import type { Question } from "./question";

interface Reader {
  readonly lens: Lens;
  readonly reading: Reading;
  readonly asker: { readonly timeZone: string };
}

/** What the office has counted, for which question, and when. */
export interface Counted {
  readonly question: Question;
  readonly gathered: Gathered;
  readonly at: string;
}

export function gatheredFrom(
  { lens, reading, asker }: Reader,
  question: Question,
  told: FiguresTold,
): Gathered {
  const groupings = question.groups.flatMap(({ path, period }) => {
    const field = lens.path(question.entity, path).at(-1);
    return field ? [groupingBy(field, period, asker.timeZone)] : [];
  });
  const under = (above: readonly unknown[]): Group[] => {
    const level = above.length;
    const grouping = groupings[level];
    if (!grouping) return [];
    return told.groups
      .filter(({ keys }) => keys.length === level + 1 && above.every((key, at) => keys[at] === key))
      .map((group) => groupFrom(group, grouping, reading, under(group.keys)))
      .sort((a, b) => grouping.compare(a, b, reading));
  };
  return {
    count: told.count,
    figures: told.figures.map(figureFrom),
    groups: under([]),
    rows: [],
    more: told.more,
  };
}

function groupFrom(
  { keys, labels, count, figures }: FigureGroup,
  grouping: Grouping,
  reading: Reading,
  groups: readonly Group[],
): Group {
  const key = (keys.at(-1) ?? null) as Key;
  const label = key === null ? "" : (labels.at(-1) ?? grouping.labelOf(key, reading));
  return { key, label, count, figures: figures.map(figureFrom), groups, rows: [], more: 0 };
}

function figureFrom({ value, currency, mixed }: ToldFigure): Figure {
  if (mixed) return { kind: "mixed" };
  return value === null ? { kind: "none" } : { kind: "value", value: new Exact(value), currency };
}
