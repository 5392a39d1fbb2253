/**
 * The pictures in a value, and a value of pictures; signatures and files are held alike.
 */
import type { BlobReference, FieldRule, Value } from "../../values/types";

export { referencesIn as picturesOf } from "../../values/references-in";

/** Write references as the field holds them. */
export function asValue(references: readonly BlobReference[], field: FieldRule): Value {
  if (field.several) return references.length > 0 ? references : null;
  return references[0] ?? null;
}
