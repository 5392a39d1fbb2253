/**
 * How far a number is towards its goal. Pure.
 */
import { divide, Exact, rounded } from "../../expressions/arithmetic";

export interface Progress {
  readonly goal: Exact;
  /** The share that is reached, 0 to 1, for drawing. */
  readonly share: number;
  /** Whole percent, rounded down, so that only what is reached says 100. */
  readonly percent: number;
  readonly reached: boolean;
}

/** Return how far it is; null where there is no goal, or none above nought to be a part of. */
export function progressOf(value: Exact, goal: string | null): Progress | null {
  if (goal === null) return null;
  const whole = new Exact(goal);
  if (!whole.gt(0)) return null;
  const part = divide(value, whole) ?? new Exact(0);
  const percent = Number((rounded(part.times(100), 6) ?? part).round(0, 0).toFixed());
  return {
    goal: whole,
    share: Math.min(1, Math.max(0, Number(part.round(4).toFixed()))),
    percent,
    reached: value.gte(whole),
  };
}
