/**
 * The bars of a chart: one for each group, in an order that says something, the longest as wide as there is room. Pure.
 */
import type { Exact } from "../../expressions/arithmetic";
import type { Group } from "../figures/gathered";
import type { Grouping } from "../figures/grouping";
import { type Figure, oneCurrency } from "../figures/measures";
import { shareOf } from "../figures/written";

export interface Bar {
  readonly group: Group;
  readonly figure: Figure;
  /** Its length as a share of the longest; null where lengths cannot be compared. */
  readonly share: number | null;
  readonly below: boolean;
}

export interface Bars {
  readonly bars: readonly Bar[];
  /** Groups that are not among them. */
  readonly more: number;
  /** Amounts of several currencies have no common measure. */
  readonly compared: boolean;
}

/**
 * Return the bars of a chart's groups.
 *
 * Choices stand in the model's order, days as time runs, the latest of them where there are too many; all else by size.
 */
export function barsOf(
  groups: readonly Group[],
  grouping: Pick<Grouping, "ordered" | "period">,
  most: number,
): Bars {
  const figures = groups.map(({ figures }) => figures[0] ?? ({ kind: "none" } as const));
  const compared = oneCurrency(figures) !== undefined;
  const longest = figures.reduce<Exact | null>((found, figure) => {
    const size = figure.kind === "value" ? figure.value.abs() : null;
    return size && (!found || size.gt(found)) ? size : found;
  }, null);
  const all = groups.map((group, at): Bar => {
    const figure = figures[at] ?? { kind: "none" };
    const value = figure.kind === "value" ? figure.value : null;
    const share = compared && longest ? (value ? shareOf(value.abs(), longest) : 0) : null;
    return { group, figure, share, below: value?.lt(0) ?? false };
  });
  const placed = grouping.ordered ? all : [...all].sort(bySize);
  const cut = grouping.period ? placed.slice(-most) : placed.slice(0, most);
  return { bars: cut, more: placed.length - cut.length, compared };
}

/** The largest first, those without a figure after them; records without a value come last of all. */
function bySize(a: Bar, b: Bar): number {
  const missing = Number(a.group.key === null) - Number(b.group.key === null);
  if (missing !== 0) return missing;
  if (a.figure.kind !== "value" || b.figure.kind !== "value")
    return Number(a.figure.kind !== "value") - Number(b.figure.kind !== "value");
  return b.figure.value.cmp(a.figure.value);
}
