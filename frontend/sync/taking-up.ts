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
    if (!missing || !(await isHere(replica, missing))) continue;
    await replica.outbox.resubmit(entry.id, newId);
    taken = true;
  }
  return taken;
}

/** Return the record that was not there; null where the change was refused for something else. */
function missingOf(replica: Replica, { acts, outcome }: OutboxEntry): Place | null {
  const problem = outcome?.problem;
  const { entity, record } = (problem?.arguments ?? {}) as Partial<Place>;
  if (!entity || !record) return null;
  if (problem?.code === "record-not-found") return { entity, record };
  if (problem?.code !== "lookup-not-found" || !problem.field) return null;
  const model = replica.metadata.peek()?.model;
  const found = model && findEntity(model, entity);
  const target = found && fieldsOf(found).get(problem.field)?.target;
  for (const act of acts) {
    if (act.entity !== entity || act.record !== record) continue;
    const value = wanted(act, problem.field);
    if (target && typeof value === "string") return { entity: target, record: value };
  }
  return null;
}

function wanted(act: OutboxEntry["acts"][number], field: string): unknown {
  if (act.kind === "set") return act.edits[field]?.value;
  return act.kind === "create" || act.kind === "resolve" ? act.values?.[field] : undefined;
}

async function isHere(replica: Replica, { entity, record }: Place): Promise<boolean> {
  await replica.records.ensure(entity);
  return replica.tables.table(entity).peek()?.records.has(record) ?? false;
}
