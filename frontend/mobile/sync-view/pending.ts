/**
 * What waits, counted in records: three edits of one record are one thing to a person.
 */

import { recordKey } from "../../local/database";
import { isRefused, type OutboxEntry } from "../../local/outbox-entry";
import type { OpenApp } from "../open-app";

/** How many records have something that the office has not answered. */
export function pendingRecords(app: OpenApp): number {
  return recordsOf(app.core.replica.outbox.entries.value.filter(({ outcome }) => !outcome));
}

/** How many things only the user can go on with: refused changes and open conflicts, by record. */
export function needingYou(app: OpenApp): number {
  const { outbox, conflicts } = app.core.replica;
  const refused = outbox.entries.value.filter(isRefused);
  const keys = refused.flatMap(({ acts }) => acts.map(({ entity, record }) => recordKey(entity, record)));
  return new Set([...keys, ...conflicts.records.value]).size;
}

export function recordsOf(entries: readonly OutboxEntry[]): number {
  return new Set(entries.flatMap(({ acts }) => acts.map(({ entity, record }) => recordKey(entity, record))))
    .size;
}
