/**
 * When working offline ends by itself. Pure.
 */
export const HOLD_ENDS = ["hour", "four_hours", "morning", "never"] as const;

export type HoldEnd = (typeof HOLD_ENDS)[number];

const HOUR = 3_600_000;
const MORNING = 6;

/** Return the UTC instant at which it ends; null: when the user says so. */
export function holdEnd(choice: HoldEnd, now: number): string | null {
  switch (choice) {
    case "hour":
      return new Date(now + HOUR).toISOString();
    case "four_hours":
      return new Date(now + 4 * HOUR).toISOString();
    case "morning": {
      const morning = new Date(now);
      morning.setDate(morning.getDate() + 1);
      morning.setHours(MORNING, 0, 0, 0);
      return morning.toISOString();
    }
    case "never":
      return null;
  }
}

/** What was chosen the last time; somebody who never chose works on tomorrow. */
export function asHoldEnd(text: string | null): HoldEnd {
  return HOLD_ENDS.find((one) => one === text) ?? "morning";
}
