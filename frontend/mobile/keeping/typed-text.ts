/**
 * What a person typed, as plain text that he can take elsewhere. Pure.
 */
import type { FormState } from "../../blocks/form/form-state";
import type { Lens } from "../../blocks/lens";
import type { Field } from "../../protocol";
import type { Values } from "../../shared/json";
import { format } from "../../values/registry";
import type { Reading, Value } from "../../values/types";

/** What the touched fields of a form hold; what could not be read stands as it was typed. */
export function typedInForm(form: FormState, reading: Reading): string {
  const { edits } = form;
  const lines = form.touched.map(({ field, label }) => {
    const input = form.input(field.id);
    const typed = field.id in edits ? written(edits[field.id]?.value, field, reading) : plain(input);
    return `${label}: ${typed}`;
  });
  return lines.join("\n");
}

/** What a change holds; fields that are not known any more stand without a name. */
export function typedInChange(entity: string, values: Values, lens: Lens, reading: Reading): string {
  const lines = Object.entries(values).map(([id, value]) => {
    const field = lens.field(entity, id);
    return field ? `${lens.text(field.label)}: ${written(value, field, reading)}` : plain(value);
  });
  return lines.join("\n");
}

/** A value as it is written down. */
export function written(value: unknown, field: Field, reading: Reading): string {
  // Text as it is, not as one line of a list.
  return typeof value === "string" && TEXTS.has(field.type)
    ? value
    : format((value ?? null) as Value, field, reading);
}

const TEXTS: ReadonlySet<Field["type"]> = new Set(["text", "multi_line"]);

function plain(value: unknown): string {
  return typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : JSON.stringify(value);
}
