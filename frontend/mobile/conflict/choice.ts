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
  /** Mine cannot be chosen as it is: another value is entered in its place. */
  readonly unfit: Unfit | null;
}

/** It is no value of its field any more, or another record has it. */
export type Unfit = "retyped" | "taken";

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
      const unfit = UNFIT[row.kind] ?? null;
      fields.set(field, { field, ...values, mineBy, mineByName, mineAt, theirsBy, theirsAt, unfit });
    }
  }
  const deleted = rows.find(({ kind }) => kind === "edited_deleted" || kind === "deleted_edited");
  const deletion = deleted
    ? { by: deleted.kind === "edited_deleted" ? ("theirs" as const) : ("mine" as const), row: deleted }
    : null;
  return { fields: [...fields.values()], deletion };
}

const UNFIT: Partial<Readonly<Record<ConflictRow["kind"], Unfit>>> = { retyped: "retyped", unique: "taken" };

export type Choices = ReadonlyMap<string, Side>;

/** What was entered in place of mine, by field. */
export type Entered = ReadonlyMap<string, unknown>;

/** Choose one side for every field; what cannot be used as it is is not chosen. */
export function allOf({ fields }: Differences, side: Side): Choices {
  return new Map(fields.map(({ field, unfit }) => [field, unfit ? "theirs" : side]));
}

/** Whether every field has been chosen for, and what was to be entered is there. */
export function complete({ fields }: Differences, choices: Choices, entered: Entered): boolean {
  return fields.every(({ field, unfit }) => {
    const side = choices.get(field);
    return side === "theirs" || (side === "mine" && (unfit === null || entered.has(field)));
  });
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
  entered: Entered = new Map(),
): Decision {
  const chosen = fields.filter(({ field }) => choices.get(field) === "mine");
  return {
    conflicts: rows.map(({ id }) => id),
    values: Object.fromEntries(
      chosen.map(({ field, mine, unfit }) => [field, unfit ? entered.get(field) : mine]),
    ),
  };
}

/** What choosing one side of a deletion says; what a field does not take as it is now stays behind. */
export function deletionDecision(
  rows: readonly ConflictRow[],
  differences: Differences,
  side: Side,
  takes: (field: string, value: unknown) => boolean = () => true,
): Decision {
  const conflicts = rows.map(({ id }) => id);
  if (differences.deletion?.by === side) return { conflicts, delete: true };
  if (side === "theirs") return { conflicts };
  const mine = differences.fields.filter(({ field, mine: value }) => takes(field, value));
  return { conflicts, values: Object.fromEntries(mine.map(({ field, mine: value }) => [field, value])) };
}
