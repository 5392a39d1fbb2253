/**
 * Whether a value is of the kind that its field holds.
 *
 * It may not be for a while: what waits in the outbox, or in a conflict, was entered when the field was of another
 * type. Such a value is shown as it was entered, and never handed to a type that it is none of.
 */
import { unreachable } from "../shared/unreachable";
import type { FieldRule } from "./types";

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$/;
const WHOLE = /^-?[0-9]+$/;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;

/** The types of which a field may hold several values. */
const SEVERAL: ReadonlySet<FieldRule["type"]> = new Set(["choice", "lookup", "image", "file"]);

/** Tell whether a value may be given to its field's type. Limits are not asked: they may have been others. */
export function fits(value: unknown, field: FieldRule): boolean {
  if (field.several && SEVERAL.has(field.type)) {
    return Array.isArray(value) && value.every((one) => fits(one, { ...field, several: false }));
  }
  switch (field.type) {
    case "integer":
      return typeof value === "number";
    case "yes_no":
      return typeof value === "boolean";
    case "money":
      return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
    case "image":
    case "file":
    case "signature":
      return typeof value === "object" && value !== null && "blob" in value;
    case "position":
      return typeof value === "object" && value !== null && "lat" in value && "lon" in value;
    case "date":
      return typeof value === "string" && DAY.test(value);
    case "date_time":
      return typeof value === "string" && MOMENT.test(value);
    case "decimal":
      return typeof value === "string" && NUMBER.test(value);
    case "big_integer":
      return typeof value === "string" && WHOLE.test(value);
    case "text":
    case "multi_line":
    case "choice":
    case "lookup":
    case "phone":
    case "email":
    case "link":
    case "barcode":
    case "auto_number":
      return typeof value === "string";
    default:
      return unreachable(field.type);
  }
}

/** Write a value of another type as it was entered. */
export function asEntered(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return "amount" in value && "currency" in value
    ? `${value.amount} ${value.currency}`
    : JSON.stringify(value);
}
