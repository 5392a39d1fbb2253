/**
 * What was said about the columns of a spreadsheet, kept by their names when it is read once more or chosen again. Pure.
 */
import type { ColumnGuess, Entity } from "../../protocol";
import { type FilledColumn, filledColumns, type NewColumn, newColumns, typesFor } from "./columns";

/** The columns that become fields; what was left as it was guessed is guessed anew. */
export function newColumnsKept(
  guesses: readonly ColumnGuess[],
  before: readonly NewColumn[],
): readonly NewColumn[] {
  const kept = new Map(before.map((column) => [column.guess.label, column]));
  return newColumns(guesses).map((column) => {
    const was = kept.get(column.guess.label);
    if (!was) return column;
    const typed = was.type !== was.guess.type && typesFor(column.guess).includes(was.type);
    return {
      ...column,
      taken: was.taken,
      label: was.label,
      type: typed ? was.type : column.type,
      reading: was.reading === was.guess.reading ? column.reading : was.reading,
      means: new Map(
        [...was.means].filter((pair) => pair.every((value) => column.guess.choices.includes(value))),
      ),
    };
  });
}

/** The columns that fill fields. */
export function filledColumnsKept(
  guesses: readonly ColumnGuess[],
  entity: Entity,
  before: readonly FilledColumn[],
): readonly FilledColumn[] {
  const kept = new Map(before.map((column) => [column.guess.label, column]));
  const said = filledColumns(guesses, entity).map((column) => {
    const was = kept.get(column.guess.label);
    return was
      ? {
          ...column,
          field: was.field,
          reading: was.reading === was.guess.reading ? column.reading : was.reading,
        }
      : column;
  });
  const by = new Set(said.flatMap(({ guess, field }) => (kept.has(guess.label) && field ? [field] : [])));
  return said.map((column) =>
    !kept.has(column.guess.label) && column.field && by.has(column.field)
      ? { ...column, field: null }
      : column,
  );
}
