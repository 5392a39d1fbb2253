/**
 * One of the choices of a field, by its id. A retired choice is still a value: records keep it and show it;
 * `offered` leaves it out.
 */
import type { Choice } from "../protocol";
import { compareOrdered, type ValueType } from "./contract";
import { accepted, type Result, refused } from "./result";
import type { FieldRule, Reading } from "./types";

function accept(wire: unknown, field: FieldRule): Result<string> {
  if (wire === null || wire === undefined || wire === "") return accepted<string>(null);
  const known = typeof wire === "string" && field.choices?.some((one) => one.id === wire);
  return known ? accepted(String(wire)) : refused("value-not-a-choice");
}

function place(id: string, { choices = [] }: FieldRule): number {
  const found = choices.findIndex((one) => one.id === id);
  return found < 0 ? choices.length : found;
}

/** Name a choice in the reader's language, else in English, else in any. */
export function choiceLabel(one: Choice, { language, locale }: Reading): string {
  const labels = one.label;
  const code = language ?? locale;
  return labels[code] ?? labels[code.split("-")[0] ?? ""] ?? labels.en ?? Object.values(labels)[0] ?? one.id;
}

/** Return the choices that a form offers: those not retired, and the one that the record has. */
export function offered(field: FieldRule, current: string | null): readonly Choice[] {
  return (field.choices ?? []).filter((one) => !one.retired || one.id === current);
}

export const choice: ValueType<string> = {
  accept,
  parse: accept,
  toInput: (value) => value,
  format(value, field, reading) {
    const one = field.choices?.find((each) => each.id === value);
    return one ? choiceLabel(one, reading) : value;
  },
  compare: (a, b, field) => place(a, field) - place(b, field) || compareOrdered(a, b),
  equal: (a, b) => a === b,
  searchText: (value, field, reading) => choice.format(value, field, reading),
};
