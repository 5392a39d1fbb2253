/**
 * Choosing between two values of the same fields: pure.
 *
 * All open conflicts of a record are chosen for at once. Fields whose conflict comes from the same change of the
 * same person stand together; the latest of several values of one's own stands for them.
 */
import type { ConflictRow } from "../../protocol";
import type { Values } from "../../shared/json";
import { same } from "../../shared/json";

export type Side = "mine" | "theirs";

export interface DifferingField {
  readonly field: string;
  readonly mine: unknown;
  readonly mineBy: string;
  /** Told where the person may not be on this phone. */
  readonly mineByName: string | null;
  readonly mineAt: string;
  readonly theirs: unknown;
  readonly theirsBy: string;
  readonly theirsAt: string;
  /** Mine was entered before the field changed its type, and is no value of it now. */
  readonly retyped: boolean;
}

export interface Differences {
  readonly fields: readonly DifferingField[];
  /** One side has deleted the record. */
  readonly deletion: { readonly by: Side; readonly row: ConflictRow } | null;
}

export function differencesOf(rows: readonly ConflictRow[]): Differences {
  const fields = new Map<string, DifferingField>();
  for (const row of [...rows].sort((a, b) => (a.mineAt < b.mineAt ? -1 : 1))) {
    const { mineBy, mineByName, mineAt, theirsBy, theirsAt } = row;
    const edited = Object.keys(row.mine);
    // A field of the group that only the other side changed is none of mine: to choose mine must not empty it.
    const told = row.kind === "fields" ? edited : new Set([...edited, ...Object.keys(row.theirs)]);
    for (const field of told) {
      const values = { mine: row.mine[field] ?? null, theirs: row.theirs[field] ?? null };
      if (row.kind === "fields" && same(values.mine, values.theirs)) continue;
      const retyped = row.kind === "retyped";
      fields.set(field, { field, ...values, mineBy, mineByName, mineAt, theirsBy, theirsAt, retyped });
    }
  }
  const deleted = rows.find(({ kind }) => kind === "edited_deleted" || kind === "deleted_edited");
  const deletion = deleted
    ? { by: deleted.kind === "edited_deleted" ? ("theirs" as const) : ("mine" as const), row: deleted }
    : null;
  return { fields: [...fields.values()], deletion };
}

export type Choices = ReadonlyMap<string, Side>;

/** Choose one side for every field; what cannot be used any more is not chosen. */
export function allOf({ fields }: Differences, side: Side): Choices {
  return new Map(fields.map(({ field, retyped }) => [field, retyped ? "theirs" : side]));
}

/** Whether every field has been chosen for. */
export function complete({ fields }: Differences, choices: Choices): boolean {
  return fields.every(({ field }) => choices.has(field));
}

export interface Decision {
  readonly conflicts: readonly string[];
  readonly values?: Values;
  readonly delete?: boolean;
}

/** What the choice says to the office: the values that are mine; the office's need no saying. */
export function decisionOf(
  rows: readonly ConflictRow[],
  { fields }: Differences,
  choices: Choices,
): Decision {
  const mine = fields.filter(({ field }) => choices.get(field) === "mine");
  return {
    conflicts: rows.map(({ id }) => id),
    values: Object.fromEntries(mine.map(({ field, mine: value }) => [field, value])),
  };
}

/** What choosing one side of a deletion says. */
export function deletionDecision(
  rows: readonly ConflictRow[],
  differences: Differences,
  side: Side,
): Decision {
  const conflicts = rows.map(({ id }) => id);
  if (differences.deletion?.by === side) return { conflicts, delete: true };
  if (side === "theirs") return { conflicts };
  return {
    conflicts,
    values: Object.fromEntries(differences.fields.map(({ field, mine }) => [field, mine])),
  };
}
