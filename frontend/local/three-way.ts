/**
 * The three-way merge of one record, field by field: pure, and the same at the office.
 *
 * Mirrors `backend/records/merge.py`, where the rules stand; `tests/vectors/merges.json` holds the cases that both
 * ends run. The office decides; here it is foretold, so that what waits in the outbox shows as it will stand.
 */
import { PLAIN, type Policy } from "../metadata/policies";
import { same } from "../shared/json";

/** A field's new value, what the user saw (missing: it cannot be told), and the version that he saw it in. */
export interface SeenEdit<V> {
  readonly value: V;
  readonly old?: V;
  readonly base: number;
}

/** A field's value at the office, the version that last changed it, and whether the device wrote that itself. */
export interface Standing<V> {
  readonly value: V;
  readonly version: number;
  readonly own?: boolean;
}

/** What the merge asks of the fields of an entity. */
export interface Rules<V> {
  group(field: string): string | null;
  policy(field: string): Policy;
  /** Tell whether two values of a field are no reason for a conflict. */
  alike(field: string, a: V, b: V): boolean;
  /** Make one value of two by a combining policy; undefined where it can make none. */
  combined(field: string, old: V, mine: V, office: V): V | undefined;
}

/** What becomes of the edits of one record; each edited field has one fate. */
export interface MergedEdits<V> {
  /** The new value is written. */
  readonly apply: string[];
  /** The value that the policy made of both is written. */
  readonly made: Record<string, V>;
  /** It holds what the user wanted already. */
  readonly same: string[];
  /** By its policy the office's value stays. */
  readonly overruled: string[];
  /** One entry a unit: the fields at odds in it, those that the user did not edit included. */
  readonly conflicts: string[][];
}

type Edits<V> = Readonly<Record<string, SeenEdit<V>>>;
type Office<V> = Readonly<Record<string, Standing<V>>>;

/** Merge the edits of a record into what stands at the office: every edited field, and the others of their groups. */
export function mergeEdits<V>(edits: Edits<V>, office: Office<V>, rules: Rules<V>): MergedEdits<V> {
  const merged: MergedEdits<V> = { apply: [], made: {}, same: [], overruled: [], conflicts: [] };
  for (const unit of units(edits, office, rules)) mergeUnit(unit, edits, office, rules, merged);
  return merged;
}

function mergeUnit<V>(
  unit: readonly string[],
  edits: Edits<V>,
  office: Office<V>,
  rules: Rules<V>,
  merged: MergedEdits<V>,
): void {
  const edited = unit.filter((name) => name in edits);
  const [first] = edited;
  if (first === undefined) return;
  const base = Math.min(...edited.map((name) => edits[name]?.base ?? 0));
  const policy = rules.policy(first);
  const combines = !PLAIN.includes(policy);
  const holds = (name: string, wanted: V | undefined) => {
    const there = office[name];
    return there !== undefined && wanted !== undefined && rules.alike(name, there.value, wanted);
  };
  const isNewer = (name: string) => {
    const there = office[name];
    const edit = edits[name];
    if (!there || there.version <= (edit?.base ?? base)) return false;
    if (!there.own) return true;
    // His own change before this one may have been combined with others': that he has not seen.
    return combines && edit?.old !== undefined && !holds(name, edit.old);
  };
  // Of differences each is wanted for itself: two who counted to one number have counted twice.
  const isThere = (name: string) =>
    !(policy === "add" && edits[name]?.old !== undefined) && holds(name, edits[name]?.value);
  const newer = unit.filter(isNewer);
  const ofHis = newer.every((name) => edited.includes(name));
  if (newer.length === 0) merged.apply.push(...edited);
  else if (edited.every(isThere)) merged.same.push(...edited);
  else if (ofHis && (policy === "device" || newer.every((name) => holds(name, edits[name]?.old))))
    merged.apply.push(...edited);
  else if (policy === "office") merged.overruled.push(...edited);
  else if (!combines || !combine(first, policy, edits, office, rules, merged))
    merged.conflicts.push(unit.filter((name) => edited.includes(name) || newer.includes(name)));
}

/** Settle a field by a combining policy; tell whether it can be. */
function combine<V>(
  name: string,
  policy: Policy,
  edits: Edits<V>,
  office: Office<V>,
  rules: Rules<V>,
  merged: MergedEdits<V>,
): boolean {
  const edit = edits[name];
  const there = office[name];
  if (!edit || !there || edit.old === undefined) return false;
  const value = rules.combined(name, edit.old, edit.value, there.value);
  if (value === undefined) return false;
  if (same(value, edit.value)) merged.apply.push(name);
  else if (!same(value, there.value)) merged.made[name] = value;
  else if (policy === "greatest" || policy === "least") merged.overruled.push(name);
  else merged.same.push(name);
  return true;
}

function units<V>(edits: Edits<V>, office: Office<V>, rules: Rules<V>): string[][] {
  const found = new Map<string, string[]>();
  for (const name of Object.keys(edits)) {
    const group = rules.group(name);
    if (group === null) found.set(`field ${name}`, [name]);
    else if (!found.has(`group ${group}`))
      found.set(
        `group ${group}`,
        Object.keys(office).filter((other) => rules.group(other) === group),
      );
  }
  return [...found.values()];
}
