/**
 * One of the choices of a field, by its id, or several: a list of ids, each once, by the alphabet. A retired choice is
 * still a value: records keep it and show it; `offered` leaves it out.
 */
import type { Choice } from "../protocol";
import { same } from "../shared/json";
import { compareOrdered, type ValueType } from "./contract";
import { accepted, type Result, refused } from "./result";
import type { FieldRule, Reading } from "./types";

type Chosen = string | readonly string[];

function accept(wire: unknown, field: FieldRule): Result<Chosen> {
  if (wire === null || wire === undefined || wire === "") return accepted<string>(null);
  const ids = field.several ? wire : [wire];
  if (!Array.isArray(ids) || !ids.every((id) => isKnown(id, field))) return refused("value-not-a-choice");
  if (!field.several) return accepted(String(wire));
  const chosen: readonly string[] = [...new Set<string>(ids)].sort();
  return accepted(chosen.length > 0 ? chosen : null);
}

function isKnown(id: unknown, { choices }: FieldRule): boolean {
  return typeof id === "string" && (choices ?? []).some((one) => one.id === id);
}

function place(id: string, { choices = [] }: FieldRule): number {
  const found = choices.findIndex((one) => one.id === id);
  return found < 0 ? choices.length : found;
}

/** Return the ids of a value, in the order in which the choices stand. */
export function chosenOf(value: unknown, field: FieldRule): readonly string[] {
  const ids = Array.isArray(value) ? value : [value];
  return ids
    .filter((id): id is string => typeof id === "string" && id !== "")
    .sort((a, b) => place(a, field) - place(b, field) || compareOrdered(a, b));
}

/** Name a choice in the reader's language, else in English, else in any. */
export function choiceLabel(one: Choice, { language, locale }: Reading): string {
  const labels = one.label;
  const code = language ?? locale;
  return labels[code] ?? labels[code.split("-")[0] ?? ""] ?? labels.en ?? Object.values(labels)[0] ?? one.id;
}

/** Return the choices that a form offers: those not retired, and those that the record has. */
export function offered(field: FieldRule, current: string | readonly string[] | null): readonly Choice[] {
  const had = chosenOf(current, field);
  return (field.choices ?? []).filter((one) => !one.retired || had.includes(one.id));
}

function words(value: Chosen, field: FieldRule, reading: Reading): string {
  const labels = chosenOf(value, field).map((id) => {
    const one = field.choices?.find((each) => each.id === id);
    return one ? choiceLabel(one, reading) : id;
  });
  return labels.join(", ");
}

export const choice: ValueType<Chosen> = {
  accept,
  parse: accept,
  toInput: (value) => String(value),
  format: words,
  compare(a, b, field) {
    const [first, second] = [chosenOf(a, field), chosenOf(b, field)];
    for (const [at, id] of first.entries()) {
      const other = second[at];
      if (other === undefined) return 1;
      if (id !== other) return place(id, field) - place(other, field) || compareOrdered(id, other);
    }
    return first.length - second.length;
  },
  equal: same,
  searchText: words,
};
