/**
 * The words of one condition: what its field, its comparison and its operand are called in the reader's language.
 */
import type { MessageKey, MessageValues } from "../shared/messages";
import { shortened } from "../shared/quoted";
import { accept, format } from "../values/registry";
import { TEXTUAL } from "../values/textual";
import type { FieldRule, Reading } from "../values/types";
import { fieldsAlong, OWNER, type Source } from "./paths";
import type { Leaf, Operator } from "./tree";
import { operandKind } from "./vocabulary";

/** Where words come from: the catalogue, and how values and other records are written for the reader. */
export interface Wording {
  readonly say: (key: MessageKey, values?: MessageValues) => string;
  /** `resolve` names the records that lookups are compared with. */
  readonly reading: Reading;
}

export type About = Pick<Source, "entity" | "fields">;

/** How many values of a list are named; the rest is counted. */
const MOST_NAMED = 8;

/** Return the field at the end of a path; undefined where the model has none. */
export function fieldAt(path: string, about: About): FieldRule | undefined {
  return fieldsAlong(path, about)?.at(-1);
}

/** Name a path, as in "Customer › Region". */
export function pathWords(path: string, about: About, wording: Wording): string {
  const passed = fieldsAlong(path, about);
  if (!passed) return wording.say("filter.unknown_field");
  return passed
    .map((field) => fieldWords(field, wording))
    .reduce((lookup, field) => wording.say("filter.path", { lookup, field }));
}

function fieldWords(field: FieldRule, { say, reading }: Wording): string {
  if (field === OWNER) return say("filter.owner");
  const labels = field.label ?? {};
  const code = reading.language ?? reading.locale;
  return (
    labels[code] ?? labels[code.split("-")[0] ?? ""] ?? labels.en ?? Object.values(labels)[0] ?? field.id
  );
}

type Shaped = Extract<Operator, "gt" | "ge" | "lt" | "le">;

/** More and less are said otherwise of days and of texts than of numbers. */
function shape(op: Operator, field: FieldRule | undefined): Operator | `${Shaped}.date` | `${Shaped}.text` {
  if (op !== "gt" && op !== "ge" && op !== "lt" && op !== "le") return op;
  if (field?.type === "date" || field?.type === "date_time") return `${op}.date`;
  return field && TEXTUAL.has(field.type) ? `${op}.text` : op;
}

/** Name a comparison for a menu, as in "is before". */
export function operatorWords(op: Operator, field: FieldRule | undefined, { say }: Wording): string {
  return say(`filter.operator.${shape(op, field)}`);
}

/** Name what a condition compares with, as in "Open or Sent"; "" where there is nothing to name. */
export function operandWords(leaf: Leaf, field: FieldRule | undefined, wording: Wording): string {
  const { value } = leaf;
  switch (operandKind(leaf.op)) {
    case "none":
      return "";
    case "days":
      return typeof value === "number"
        ? wording.say("filter.days", { days: value })
        : wording.say("filter.no_value");
    case "values":
      return listWords(Array.isArray(value) ? value : [], leaf, field, wording);
    default:
      return valueWords(value, field, wording);
  }
}

/** Say a condition as a sentence; one that stands inside a group says its list so that no "or" is left open. */
export function conditionWords(leaf: Leaf, about: About, wording: Wording, inGroup = false): string {
  const field = fieldAt(leaf.path, about);
  if (operandKind(leaf.op) === "days" && typeof leaf.value !== "number") {
    const operator = operatorWords(leaf.op, field, wording);
    return wording.say("filter.sentence.days_missing", {
      field: pathWords(leaf.path, about, wording),
      operator,
    });
  }
  const words = { field: pathWords(leaf.path, about, wording), days: Number(leaf.value) || 0 };
  if (inGroup && leaf.op === "in" && Array.isArray(leaf.value) && leaf.value.length > 1) {
    const value = operandWords({ ...leaf, op: "not-in" }, field, wording);
    return wording.say("filter.sentence.in.nested", { ...words, value });
  }
  const value = operandWords(leaf, field, wording);
  return wording.say(`filter.sentence.${shape(leaf.op, field)}`, { ...words, value });
}

function listWords(
  values: readonly unknown[],
  { op }: Leaf,
  field: FieldRule | undefined,
  wording: Wording,
): string {
  if (values.length === 0) return wording.say("filter.no_value");
  const named = values.slice(0, MOST_NAMED).map((value) => valueWords(value, field, wording));
  const count = values.length - named.length;
  if (count > 0) named.push(wording.say("filter.more", { count }));
  const type = op === "not-in" ? "conjunction" : "disjunction";
  return new Intl.ListFormat(listLocale(wording.reading), { type }).format(named);
}

/** The region may have its own way with commas, when it speaks the language of the words. */
function listLocale({ language, locale }: Reading): string {
  return !language || locale.split("-")[0] === language.split("-")[0] ? locale : language;
}

function valueWords(value: unknown, field: FieldRule | undefined, { say, reading }: Wording): string {
  if (!field)
    return typeof value === "string"
      ? say("filter.quoted", { text: shortened(value) })
      : say("filter.no_value");
  const { id, type, scale = null, choices = [], target = null } = field;
  const unlimited: FieldRule = { id, type, scale, choices, target };
  const read = accept(value, unlimited).value ?? null;
  if (TEXTUAL.has(type)) {
    const text = typeof value === "string" ? value.trim() : "";
    return text ? say("filter.quoted", { text: shortened(text) }) : say("filter.no_value");
  }
  if (read === null) return say("filter.no_value");
  if (type === "lookup") return reading.resolve?.(target, String(read)) ?? say("filter.unknown_record");
  return format(read, unlimited, reading);
}
