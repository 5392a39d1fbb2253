/**
 * The three stages of a change in plain words: on this phone, received by the office, seen in the office's list.
 */
import type { OutboxEntry } from "../../local/outbox-entry";
import { isRefused } from "../../local/outbox-entry";

export const STAGES = ["here", "received", "seen"] as const;

export type Stage = (typeof STAGES)[number];

/** Seen: a pull has brought back what the office made of it. Null: the office did nothing of it. */
export function stageOf(entry: OutboxEntry): Stage | null {
  if (!entry.outcome) return "here";
  if (isRefused(entry)) return null;
  return entry.settled ? "seen" : "received";
}
