/**
 * Repeated acts on one record become one change, while the earlier one has not been sent. Pure.
 *
 * The first edit of a field decides its old value and base: that is what the user saw. Where he saw
 * what a merge will make of it, and went on from there, the second is a change of its own. An edit joins an earlier
 * change only if nothing in between creates a record that it might refer to, or touches the same record. Of owners
 * and of what is shared with one person the last word counts; to keep a record and no longer to keep it is nothing.
 */
import type { Act, SetAct } from "../protocol";
import { same } from "../shared/json";
import type { OutboxEntry } from "./outbox-entry";

/** What becomes of a waiting change by a new one: it takes it in, or both are nothing. */
export type Merged =
  | { readonly kind: "joined"; readonly entry: OutboxEntry }
  | { readonly kind: "cancelled"; readonly entry: OutboxEntry };

/** Return the waiting change that a new one is merged with; null when it must be a change of its own. */
export function merged(entries: readonly OutboxEntry[], change: OutboxEntry): Merged | null {
  const [act, ...more] = change.acts;
  if (!act || more.length > 0 || change.apart) return null;
  if (act.kind === "set") {
    const entry = mergedEdit(entries, act, change);
    return entry && { kind: "joined", entry };
  }
  for (const earlier of [...entries].reverse()) {
    if (earlier.number !== null || earlier.outcome) return null;
    const [known, ...others] = earlier.acts;
    if (!known || others.length > 0 || earlier.apart || !repeats(known, act)) {
      if (act.kind !== "keep" && concerning(earlier, act)) {
        // What is shared with one person has nothing to do with what is with another.
        if (act.kind !== "share" || known?.kind !== "share") return null;
      }
      continue;
    }
    if (known.kind === "keep" && act.kind === "keep" && known.on !== act.on)
      return { kind: "cancelled", entry: earlier };
    if (act.kind === "step") return { kind: "joined", entry: earlier };
    const base = known.kind === "assign" && act.kind === "assign" ? { base: known.base } : {};
    return { kind: "joined", entry: { ...earlier, acts: [{ ...act, ...base }] } };
  }
  return null;
}

/** Tell whether an act says anew what an earlier one said. */
function repeats(earlier: Act, act: Act): boolean {
  if (earlier.entity !== act.entity || earlier.record !== act.record) return false;
  if (act.kind === "keep") return earlier.kind === "keep" && earlier.how === act.how;
  if (act.kind === "share") return earlier.kind === "share" && earlier.with === act.with;
  if (act.kind === "step") {
    const alike =
      earlier.kind === "step" && earlier.workspace === act.workspace && earlier.action === act.action;
    return alike && (earlier.comment ?? null) === (act.comment ?? null);
  }
  return act.kind === "assign" && earlier.kind === "assign";
}

function mergedEdit(entries: readonly OutboxEntry[], act: SetAct, edit: OutboxEntry): OutboxEntry | null {
  for (const earlier of [...entries].reverse()) {
    if (earlier.number !== null || earlier.outcome) return null;
    if (concerning(earlier, act)) return joined(earlier, act, edit);
    if (earlier.acts.some(({ kind }) => kind === "create")) return null;
  }
  return null;
}

function concerning(entry: OutboxEntry, { entity, record }: Pick<Act, "entity" | "record">): boolean {
  return entry.acts.some((act) => act.kind !== "keep" && act.entity === entity && act.record === record);
}

function joined(
  earlier: OutboxEntry,
  edit: SetAct,
  { blobs, metadataVersion }: OutboxEntry,
): OutboxEntry | null {
  const [act, ...more] = earlier.acts;
  if (!act || more.length > 0 || earlier.apart || earlier.metadataVersion !== metadataVersion) return null;
  const merged = { ...earlier, blobs: [...earlier.blobs, ...blobs] };
  if (act.kind === "create") {
    const values = Object.entries(edit.edits).map(([field, { value }]) => [field, value]);
    return { ...merged, acts: [{ ...act, values: { ...act.values, ...Object.fromEntries(values) } }] };
  }
  if (act.kind !== "set") return null;
  const edits = { ...act.edits };
  for (const [field, later] of Object.entries(edit.edits)) {
    const first = edits[field];
    if (first && later.old !== undefined && !same(first.value ?? null, later.old ?? null)) return null;
    edits[field] = first ? { ...first, value: later.value } : later;
  }
  return { ...merged, acts: [{ ...act, edits }] };
}
