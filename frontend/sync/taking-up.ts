/**
 * Replayed changes that came before what they rest on: a record that another device has made and sends again later.
 *
 * They were refused, as there was no such record. Once it has come down they go up anew by themselves.
 */
import { isRefused, type OutboxEntry } from "../local/outbox-entry";
import type { Replica } from "../local/replica";
import { fieldsOf, findEntity } from "../metadata/find";
import type { NewId } from "../shared/ids";

interface Place {
  readonly entity: string;
  readonly record: string;
}

/** Send such changes again whose record is here now; returns whether there was one. @throws StorageFailed */
export async function takeUpAgain(replica: Replica, newId: NewId): Promise<boolean> {
  let taken = false;
  for (const entry of replica.outbox.entries.peek()) {
    const missing = isRefused(entry) && entry.epoch ? missingOf(replica, entry) : null;
    if (!missing || !(await areHere(replica, missing))) continue;
    await replica.outbox.resubmit(entry.id, newId);
    taken = true;
  }
  return taken;
}

/** Return the records of which one was not there; null where the change was refused for something else. */
function missingOf(replica: Replica, { acts, outcome }: OutboxEntry): readonly Place[] | null {
  const problem = outcome?.problem;
  const { entity, record } = (problem?.arguments ?? {}) as Partial<Place>;
  if (!entity || !record) return null;
  if (problem?.code === "record-not-found") return [{ entity, record }];
  if (problem?.code !== "lookup-not-found" || !problem.field) return null;
  const model = replica.metadata.peek()?.model;
  const found = model && findEntity(model, entity);
  const target = found && fieldsOf(found).get(problem.field)?.target;
  for (const act of acts) {
    if (act.entity !== entity || act.record !== record) continue;
    const ids = [wanted(act, problem.field) ?? []].flat();
    if (target && ids.length > 0) return ids.map((id) => ({ entity: target, record: String(id) }));
  }
  return null;
}

function wanted(act: OutboxEntry["acts"][number], field: string): unknown {
  if (act.kind === "set") return act.edits[field]?.value;
  return act.kind === "create" || act.kind === "resolve" ? act.values?.[field] : undefined;
}

/** Of several, some may have been there all along and only their names are here. */
async function areHere(replica: Replica, places: readonly Place[]): Promise<boolean> {
  for (const { entity, record } of places) {
    await replica.records.ensure(entity);
    const table = replica.tables.table(entity).peek();
    const named = places.length > 1 && table?.labels.has(record);
    if (!named && !table?.records.has(record)) return false;
  }
  return true;
}
