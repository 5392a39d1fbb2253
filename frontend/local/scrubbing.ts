/**
 * Taking the office's values out of what the user did, where he may no longer see them: pure.
 *
 * What he typed stays. A change that is on its way must be sent again as it was: it is told what to forget, and
 * forgets with its answer.
 */
import type { Act, ConflictRow } from "../protocol";
import type { Values } from "../shared/json";
import { recordKey } from "./database";
import type { FieldEdit } from "./editing";
import type { OutboxEntry } from "./outbox-entry";
import { RESERVED } from "./standing";

/** By entity the fields that its records still hold; entities that are not named hold all. */
export type Masks = Readonly<Record<string, readonly string[]>>;

/** Records that are gone (`entity/id`), and fields that are. */
export interface Hidden {
  readonly lost: ReadonlySet<string>;
  readonly masks: Masks;
}

/** Return the values that a mask leaves. */
export function maskedValues(values: Values, fields: readonly string[]): Values {
  const kept = Object.entries(values).filter(([name]) => fields.includes(name) || RESERVED.has(name));
  return Object.fromEntries(kept);
}

/** Tell whether a mask takes something away from values. */
export function hasMasked(values: Values, fields: readonly string[]): boolean {
  return Object.keys(values).some((name) => !fields.includes(name) && !RESERVED.has(name));
}

/** Return the change without the office's values of what is hidden; the change itself where there are none. */
export function scrubbed(entry: OutboxEntry, hidden: Hidden): OutboxEntry {
  const acts = entry.acts.map((act) => scrubbedAct(act, hidden));
  return acts.every((act, at) => act === entry.acts[at]) ? entry : { ...entry, acts };
}

/** Return the change as it is to be kept while something is hidden; the change itself where nothing of it is. */
export function hiddenIn(entry: OutboxEntry, hidden: Hidden): OutboxEntry {
  if (entry.number === null || entry.outcome) return scrubbed(entry, hidden);
  const keys = new Set(entry.acts.map(({ entity, record }) => recordKey(entity, record)));
  const lost = [...keys].filter((key) => hidden.lost.has(key) && !entry.lost.includes(key));
  const concerned = entry.acts.map(({ entity }) => entity);
  const masks = Object.entries(hidden.masks).filter(([entity]) => concerned.includes(entity));
  if (lost.length === 0 && masks.length === 0) return entry;
  return {
    ...entry,
    lost: [...entry.lost, ...lost],
    masked: { ...entry.masked, ...Object.fromEntries(masks) },
  };
}

/** Return the change as it is after its answer: what it was to forget is forgotten. */
export function forgotten(entry: OutboxEntry): OutboxEntry {
  return scrubbed(entry, { lost: new Set(entry.lost), masks: entry.masked ?? {} });
}

/** Return edits without the office's values of fields that are hidden; they are missing, and not empty. */
export function scrubbedEdits<E extends FieldEdit>(
  edits: Readonly<Record<string, E>>,
  hides: (field: string) => boolean,
): Readonly<Record<string, E>> {
  const cleaned = Object.entries(edits).map(([field, edit]) => {
    if (!hides(field)) return [field, edit];
    const { old: _, ...rest } = edit;
    return [field, rest];
  });
  return Object.fromEntries(cleaned);
}

/** Return a conflict without the office's values that a mask takes away; null when nothing is left to choose from. */
export function maskedConflict(row: ConflictRow, fields: readonly string[], me: string): ConflictRow | null {
  const own = row.mineBy === me;
  const sides = [row.base, row.theirs, ...(own ? [] : [row.mine])];
  if (!sides.some((values) => hasMasked(values, fields))) return row;
  const base = maskedValues(row.base, fields);
  const theirs = maskedValues(row.theirs, fields);
  const mine = own ? row.mine : maskedValues(row.mine, fields);
  return own || Object.keys({ ...mine, ...theirs }).length > 0 ? { ...row, base, mine, theirs } : null;
}

function scrubbedAct(act: Act, { lost, masks }: Hidden): Act {
  if (act.kind !== "set") return act;
  const gone = lost.has(recordKey(act.entity, act.record));
  const fields = masks[act.entity];
  const hides = (field: string) => gone || (fields !== undefined && !fields.includes(field));
  if (!Object.entries(act.edits).some(([field, edit]) => hides(field) && "old" in edit)) return act;
  return { ...act, edits: scrubbedEdits(act.edits, hides) };
}
