/** Yes, no, or not said. */
import { compareOrdered, type ValueType } from "./contract";
import { accepted, type Result, refused } from "./result";

function accept(wire: unknown): Result<boolean> {
  if (wire === null || wire === undefined) return accepted<boolean>(null);
  return typeof wire === "boolean" ? accepted(wire) : refused("value-not-yes-or-no");
}

export const yesNo: ValueType<boolean> = {
  accept,
  parse: accept,
  toInput: (value) => String(value),
  format: (value, _field, { words }) => (value ? (words?.yes ?? "✓") : (words?.no ?? "–")),
  compare: compareOrdered,
  equal: (a, b) => a === b,
  searchText: () => "",
};
