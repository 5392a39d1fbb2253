/**
 * What a record is called where another refers to it.
 *
 * Of a record that is not held the office may have told the label; of any other nothing is said, never a bare id.
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
  /** Only its label is on this phone: it is not taken along. */
  | { readonly kind: "stub"; readonly text: string }
  /** It is not on this phone, and may not even be there for this user. */
  | { readonly kind: "elsewhere" };

export function recordLabel(
  model: Model,
  view: RecordsView,
  reading: Reading,
  entity: string,
  id: string,
): RecordLabel {
  const found = findEntity(model, entity);
  const record = view.get(entity, id);
  if (!found || !record) return unheld(view.label(entity, id));
  const title = fieldsOf(found).get(found.title);
  const text = title ? format((record.values[title.id] ?? null) as Value, title, reading) : "";
  if (text !== "") return { kind: "named", text };
  return record.partial ? unheld(view.label(entity, id)) : { kind: "unnamed" };
}

function unheld(label: string | undefined): RecordLabel {
  if (label === undefined) return { kind: "elsewhere" };
  return label === "" ? { kind: "unnamed" } : { kind: "stub", text: label };
}

/** Return the reading with lookups named by the records and labels of this phone. */
export function namingReading(model: Model, view: RecordsView, reading: Reading): Reading {
  const resolve = (target: string | null | undefined, id: string) => {
    // Titles that are lookups themselves are not followed: two records could name each other.
    const label = target ? recordLabel(model, view, reading, target, id) : undefined;
    return label && "text" in label ? label.text : undefined;
  };
  return { ...reading, resolve };
}
