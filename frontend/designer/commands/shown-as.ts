/**
 * What the records of an entity are shown as: one of its fields, or a pattern over several.
 *
 * A pattern is a text that is always computed and names the records; no page or form shows it of itself.
 */
import type { ValueTree } from "../../expressions/rule-tree";
import type { Entity } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { isPattern } from "../rules/pattern";
import { said, written as words } from "../words";
import { written } from "./edit";
import { isPublished } from "./entities";
import { fieldReferences } from "./references";

/** Return the field in which an entity's pattern is kept; none where a field of its own names the records. */
export function patternFieldOf(entity: Entity): Entity["fields"][number] | undefined {
  return entity.fields.find(({ id, computed }) => id === entity.title && isPattern(computed));
}

/** Name records by a pattern: in the field that has it already, else in a new one. */
export function showByPattern(
  documents: Documents,
  reserved: Reserved,
  entity: string,
  rule: ValueTree,
): Intention | null {
  const holder = entityOf(documents.model, entity);
  if (!holder) return null;
  return written(documents, t("designer.edit.shown_as", { name: nameOf(holder) }), (edit) => {
    const path = ["entities", entity, "fields"];
    const known = patternFieldOf(holder);
    if (known) return edit.set("model", [...path, known.id], "computed", rule);
    const label = t("designer.shown_as");
    const id = newNodeId(documents, reserved, { document: "model", path, label, otherwise: "shown_as" });
    edit.insert("model", path, { id, type: "text", label: words(label), computed: rule });
    edit.set("model", ["entities", entity], "title", id);
  });
}

/** Name records by one field; a pattern that no record has yet goes. */
export function showByField(
  documents: Documents,
  reserved: Reserved,
  entity: string,
  field: string,
): Intention | null {
  const holder = entityOf(documents.model, entity);
  if (!holder) return null;
  return written(documents, t("designer.edit.shown_as", { name: nameOf(holder) }), (edit) => {
    edit.set("model", ["entities", entity], "title", field);
    const pattern = patternFieldOf(holder);
    if (!pattern || pattern.id === field || isPublished(reserved, entity, pattern.id)) return;
    for (const reference of fieldReferences(edit.documents, entity, pattern.id)) reference.cut(edit);
    edit.remove("model", ["entities", entity, "fields"], pattern.id);
  });
}

function nameOf(entity: Entity): string {
  return said(entity.label) || entity.id;
}
