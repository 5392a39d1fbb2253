/**
 * When this phone counts again what it holds: pure, and small, since every pull asks.
 */
import type { Checked, Checkpoint, Device } from "../local/database";
import type { Verify } from "../protocol";

export type Why = Verify["why"];

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** After so long without the office anything may have happened to a store. */
export const ABSENCE = 2 * WEEK;

export interface Facts {
  readonly asked: boolean;
  readonly device: Device | null;
  readonly checked: Checked | null;
  /** When the pull before this one was applied; null: this one brought the first copy. */
  readonly before: Checkpoint["at"] | null;
  /** What is here is not as much as the office says. */
  readonly doubtful: boolean;
  readonly now: number;
}

/** Say why it is time, or null if it is not. */
export function checkDue({ asked, device, checked, before, doubtful, now }: Facts): Why | null {
  if (asked) return "asked";
  if (checked && now - Date.parse(checked.at) < HOUR) return null;
  if (doubtful) return "suspicion";
  if (before !== null && now - Date.parse(before) >= ABSENCE) return "absence";
  if (checked && !checked.whole) return "week";
  const since = checked ? Date.parse(checked.at) : madeAt(device);
  return since !== null && now - since >= WEEK ? "week" : null;
}

/** Tell whether what is in memory of some entities is as much as was counted at the checkpoint. */
export function isDoubtful(checkpoint: Checkpoint | null, here: ReadonlyMap<string, number>): boolean {
  return [...here].some(([entity, count]) => (checkpoint?.counts[entity] ?? count) !== count);
}

/** When the device was made: its id says so. */
function madeAt(device: Device | null): number | null {
  const stamp = Number.parseInt(device?.id.replace("-", "").slice(0, 12) ?? "", 16);
  return Number.isNaN(stamp) ? null : stamp;
}
