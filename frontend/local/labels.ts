/**
 * What a record is called where another refers to it.
 *
 * A record that is not on this phone has no name here: the interface shows a stub, never a bare id.
 */
import { fieldsOf, findEntity } from "../metadata/find";
import type { Model } from "../protocol";
import { format } from "../values/registry";
import type { Reading, Value } from "../values/types";
import type { RecordsView } from "./records";

export type RecordLabel =
  | { readonly kind: "named"; readonly text: string }
  /** It is here, and has no title. */
  | { readonly kind: "unnamed" }
  /** It is not on this phone. */
  | { readonly kind: "stub" };

export function recordLabel(
  model: Model,
  view: RecordsView,
  reading: Reading,
  entity: string,
  id: string,
): RecordLabel {
  const found = findEntity(model, entity);
  const record = view.get(entity, id);
  if (!found || !record) return { kind: "stub" };
  const title = fieldsOf(found).get(found.title);
  const text = title ? format((record.values[title.id] ?? null) as Value, title, reading) : "";
  if (text !== "") return { kind: "named", text };
  return record.partial ? { kind: "stub" } : { kind: "unnamed" };
}

/** Return the reading with lookups named by the records of this phone. */
export function namingReading(model: Model, view: RecordsView, reading: Reading): Reading {
  const resolve = (target: string | null | undefined, id: string) => {
    // Titles that are lookups themselves are not followed: two records could name each other.
    const label = target ? recordLabel(model, view, reading, target, id) : undefined;
    return label?.kind === "named" ? label.text : undefined;
  };
  return { ...reading, resolve };
}
