/**
 * The line of a chart over time: a point for each period from the first to the last, and the path through them. Pure.
 *
 * A period without records counts as nothing where records are counted or added up, and is passed over otherwise.
 */
import { Exact } from "../../expressions/arithmetic";
import type { Measure } from "../../protocol";
import type { Group } from "../figures/gathered";
import type { Figure } from "../figures/measures";
import { between, type Period } from "../figures/periods";
import { shareOf } from "../figures/written";

export interface Point {
  readonly start: string;
  readonly figure: Figure;
}

/** Periods that a line is drawn through at most, the latest ones. */
export const MOST_POINTS = 400;

const ZERO = new Exact(0);

/** Return a point for each period, in order of time; records without a date are in none. */
export function pointsOf(groups: readonly Group[], period: Period, of: Measure["of"]): readonly Point[] {
  const dated = new Map(
    groups.flatMap((group) => (typeof group.key === "string" ? [[group.key, group]] : [])),
  );
  const starts = [...dated.keys()].sort();
  const first = starts[0];
  const last = starts.at(-1);
  if (first === undefined || last === undefined) return [];
  const nothing: Figure =
    of === "count" || of === "sum" ? { kind: "value", value: ZERO, currency: null } : { kind: "none" };
  return between(first, last, period, MOST_POINTS).map((start) => {
    const figure = dated.get(start)?.figures[0];
    return { start, figure: figure && figure.kind !== "none" ? figure : nothing };
  });
}

export interface Line {
  /** The line itself, and the ground between it and nought, in a field of 100 by 100, downwards. */
  readonly line: string;
  readonly area: string;
  readonly end: string;
  readonly least: Exact;
  readonly greatest: Exact;
  /** How far down nought lies, 0 to 100. */
  readonly nought: number;
}

/** Return what is drawn; null where no point has a figure. */
export function lineOf(points: readonly Point[]): Line | null {
  const placed = points.flatMap(({ figure }, at) =>
    figure.kind === "value" ? [{ at, value: figure.value }] : [],
  );
  const [begin] = placed;
  if (!begin) return null;
  const least = placed.reduce((found, { value }) => (value.lt(found) ? value : found), begin.value);
  const greatest = placed.reduce((found, { value }) => (value.gt(found) ? value : found), begin.value);
  const bottom = least.lt(ZERO) ? least : ZERO;
  const top = greatest.gt(ZERO) ? greatest : ZERO;
  const height = top.minus(bottom);
  const down = (value: Exact) => (height.eq(ZERO) ? 100 : 100 - 100 * shareOf(value.minus(bottom), height));
  const across = (at: number) => (points.length > 1 ? (100 * at) / (points.length - 1) : 50);
  const nought = down(ZERO);
  const corners = placed.map(({ at, value }) => `${places(across(at))} ${places(down(value))}`);
  const line = `M${corners.join("L")}`;
  const from = places(across(begin.at));
  const to = places(across(placed.at(-1)?.at ?? 0));
  return {
    line,
    area: `M${from} ${places(nought)}L${corners.join("L")}L${to} ${places(nought)}Z`,
    end: `M${corners.at(-1)}h0.001`,
    least,
    greatest,
    nought,
  };
}

function places(number: number): string {
  return String(Math.round(number * 100) / 100);
}
