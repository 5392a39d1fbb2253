/**
 * Repeated edits of one record become one change, while the earlier one has not been sent. Pure.
 *
 * The first edit of a field decides its old value and base: that is what the user saw. An edit joins an earlier
 * change only if nothing in between creates a record that it might refer to, or touches the same record.
 */
import type { SetAct } from "../protocol";
import type { OutboxEntry } from "./outbox-entry";

/** Return the waiting change with the edit in it; null when the edit must be a change of its own. */
export function mergeEdit(entries: readonly OutboxEntry[], edit: OutboxEntry): OutboxEntry | null {
  const [act, ...more] = edit.acts;
  if (act?.kind !== "set" || more.length > 0) return null;
  for (const earlier of [...entries].reverse()) {
    if (earlier.number !== null || earlier.outcome) return null;
    if (concerning(earlier, act)) return joined(earlier, act, edit);
    if (earlier.acts.some(({ kind }) => kind === "create")) return null;
  }
  return null;
}

function concerning(entry: OutboxEntry, { entity, record }: SetAct): boolean {
  return entry.acts.some((act) => act.entity === entity && act.record === record);
}

function joined(
  earlier: OutboxEntry,
  edit: SetAct,
  { blobs, metadataVersion }: OutboxEntry,
): OutboxEntry | null {
  const [act, ...more] = earlier.acts;
  if (!act || more.length > 0 || earlier.metadataVersion !== metadataVersion) return null;
  const merged = { ...earlier, blobs: [...earlier.blobs, ...blobs] };
  if (act.kind === "create") {
    const values = Object.entries(edit.edits).map(([field, { value }]) => [field, value]);
    return { ...merged, acts: [{ ...act, values: { ...act.values, ...Object.fromEntries(values) } }] };
  }
  if (act.kind !== "set") return null;
  const edits = { ...act.edits };
  for (const [field, { value, old, base }] of Object.entries(edit.edits)) {
    const first = edits[field];
    edits[field] = first ? { ...first, value } : { value, old: old ?? null, base };
  }
  return { ...merged, acts: [{ ...act, edits }] };
}
