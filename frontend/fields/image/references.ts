/**
 * The pictures in a value, be it one, several or none.
 */
import type { FieldRule, ImageReference, Value } from "../../values/types";

export function picturesOf(value: unknown): readonly ImageReference[] {
  if (Array.isArray(value)) return value as readonly ImageReference[];
  if (typeof value === "object" && value !== null && "blob" in value) return [value as ImageReference];
  return [];
}

/** Write pictures as the field holds them. */
export function asValue(pictures: readonly ImageReference[], field: FieldRule): Value {
  if (field.several) return pictures.length > 0 ? pictures : null;
  return pictures[0] ?? null;
}
