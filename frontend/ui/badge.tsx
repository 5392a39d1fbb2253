/**
 * A small number on something else, for instance how many changes wait; nothing when there are none.
 */

import { formatNumber } from "../shared/formats";
import { current, type Live } from "./live";
import "./badge.css";

interface BadgeProps {
  readonly count: Live<number>;
  readonly kind?: "neutral" | "accent" | "needs";
}

const MOST = 999;

export function Badge({ count, kind = "accent" }: BadgeProps) {
  const number = current(count);
  if (number <= 0) return null;
  return <span class={`ui-badge ui-badge-${kind}`}>{number > MOST ? `${MOST}+` : formatNumber(number)}</span>;
}
