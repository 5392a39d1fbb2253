/**
 * Fields that conflict as one, such as the parts of an address: whoever chooses a side chooses it for all of them.
 *
 * They have one policy, and none that makes one value of two. A group of one is none.
 */
import { PLAIN, type Policy } from "../../metadata/policies";
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Intention } from "../document";
import { entityOf } from "../model-view";
import { said } from "../words";
import { type Edit, written } from "./edit";

/** Return the other fields that a field conflicts with as one. */
export function togetherWith(entity: Entity, field: Field): Field[] {
  return field.group ? entity.fields.filter(({ id, group }) => id !== field.id && group === field.group) : [];
}

/** Let a field conflict as one with another, and with those that do already; null: by itself. */
export function decideTogether(
  documents: Documents,
  entity: string,
  field: string,
  other: string | null,
): Intention | null {
  const holder = entityOf(documents.model, entity);
  const found = holder?.fields.find(({ id }) => id === field);
  if (!holder || !found) return null;
  return written(documents, t("designer.edit.together", { name: said(found.label) || field }), (edit) => {
    const set = pen(edit, entity);
    const left = togetherWith(holder, found);
    const joined = holder.fields.find(({ id }) => id === other);
    if (left.some(({ id }) => id === other)) return;
    const [alone] = left;
    if (alone && left.length === 1) set(alone, "group", null);
    if (!joined) return set(found, "group", null);
    const group = joined.group ?? newGroup(holder, joined);
    const policy = joined.policy && PLAIN.includes(joined.policy) ? joined.policy : null;
    for (const one of [joined, found]) {
      set(one, "group", group);
      set(one, "policy", policy);
    }
  });
}

/** Say what becomes of two changes of a field; fields that conflict as one have the same. */
export function choosePolicy(
  documents: Documents,
  entity: string,
  field: string,
  policy: Policy | null,
): Intention | null {
  const holder = entityOf(documents.model, entity);
  const found = holder?.fields.find(({ id }) => id === field);
  if (!holder || !found) return null;
  return written(documents, t("designer.edit.policy", { name: said(found.label) || field }), (edit) => {
    for (const one of [found, ...togetherWith(holder, found)]) pen(edit, entity)(one, "policy", policy);
  });
}

function pen(edit: Edit, entity: string) {
  return (field: Field, key: "group" | "policy", value: string | null) =>
    edit.set("model", ["entities", entity, "fields", field.id], key, value);
}

/** A name that no group of the entity has: that of its first field, where it is free. */
function newGroup({ fields }: Entity, { id }: Field): string {
  const taken = new Set(fields.map(({ group }) => group));
  let name = id;
  for (let next = 2; taken.has(name); next += 1) name = `${id}_${next}`;
  return name;
}
