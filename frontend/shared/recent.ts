/**
 * How a moment that was not long ago is said: by the clock of the device in the reader's hand, wherever he is.
 */
import { formatDateTime, formatTime } from "./formats";

/** The hour of a moment of today, else the day too. @param now milliseconds */
export function formatRecent(moment: string, now: number): string {
  const at = new Date(moment);
  const today = at.toDateString() === new Date(now).toDateString();
  return (today ? formatTime : formatDateTime)(at);
}
