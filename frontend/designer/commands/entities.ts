/**
 * The model: entities, their fields, and the choices of a field.
 *
 * What is published stores records: its type becomes what they can be converted to, and a choice is retired.
 */
import type { Entity, Field } from "../../protocol";
import { t } from "../../shared/messages";
import { typesFor } from "../conversions";
import type { Documents, Intention, Path } from "../document";
import { newNodeId, type Reserved } from "../ids";
import { entityOf } from "../model-view";
import { said, type Texts, written as words } from "../words";
import { type Edit, written } from "./edit";
import { entityReferences, fieldReferences, titleInstead } from "./references";

export type FieldType = Field["type"];

export interface NewField {
  readonly label: string;
  readonly type: FieldType;
  readonly target?: string;
  /** Of a lookup: whether it points at more than one. */
  readonly several?: boolean;
  readonly choices?: readonly string[];
}

export interface NewEntity {
  readonly label: string;
  readonly plural: string;
  readonly icon?: string;
  readonly ownership?: Entity["ownership"];
  /** What its title field is called; left out: its name. */
  readonly title?: string;
  /** Besides the title, which every entity has. */
  readonly fields: readonly NewField[];
}

export interface Made {
  readonly intention: Intention;
  readonly id: string;
}

/** A new kind of thing, with a title field and the fields that were described. */
export function addEntity(documents: Documents, reserved: Reserved, entity: NewEntity): Made {
  const id = newNodeId(documents, reserved, {
    document: "model",
    path: ["entities"],
    label: entity.label,
    otherwise: "entity",
  });
  const called = entity.title?.trim() || t("designer.starter.name");
  const title = newNodeId(documents, reserved, {
    document: "model",
    path: ["entities", id, "fields"],
    label: entity.title?.trim() || "name",
    otherwise: "name",
  });
  const intention = written(documents, t("designer.edit.add", { name: entity.label }), (edit) => {
    edit.insert("model", ["entities"], {
      id,
      label: words(entity.label),
      plural: words(entity.plural),
      icon: entity.icon ?? "database",
      ownership: entity.ownership ?? "organisation",
      title,
      fields: [
        {
          id: title,
          type: "text",
          label: words(called),
          required: true,
          maxLength: 200,
        },
      ],
    });
    for (const field of entity.fields) putField(edit, reserved, id, field);
  });
  if (!intention) throw new Error("A new entity is always an edit");
  return { intention, id };
}

/** Take an entity away with everything in the workspace that speaks of it. Built-in ones stay. */
export function removeEntity(documents: Documents, entity: string): Intention | null {
  const found = entityOf(documents.model, entity);
  if (!found || found.builtIn) return null;
  return written(documents, t("designer.edit.remove", { name: said(found.label) || entity }), (edit) => {
    for (const reference of entityReferences(documents, entity)) reference.cut(edit);
    edit.remove("model", ["entities"], entity);
  });
}

/** A new field of an entity, put also at the end of groups and forms. */
export function addField(
  documents: Documents,
  reserved: Reserved,
  entity: string,
  field: NewField,
  places: readonly Path[] = [],
): Intention | null {
  return written(documents, t("designer.edit.add", { name: field.label }), (edit) => {
    const id = putField(edit, reserved, entity, field);
    for (const path of places) {
      const shown = newNodeId(edit.documents, reserved, {
        document: "workspace",
        path,
        label: id,
        otherwise: "field",
      });
      edit.insert("workspace", path, { id: shown, field: id });
    }
  });
}

/** Take a field away, and from every page and form of the workspace. The last one that can be a title stays. */
export function removeField(documents: Documents, entity: string, field: string): Intention | null {
  const holder = entityOf(documents.model, entity);
  const found = holder?.fields.find(({ id }) => id === field);
  if (!holder || !found || (holder.title === field && !titleInstead(holder, field))) return null;
  return written(documents, t("designer.edit.remove", { name: said(found.label) || field }), (edit) => {
    for (const reference of fieldReferences(documents, entity, field)) reference.cut(edit);
    edit.remove("model", ["entities", entity, "fields"], field);
  });
}

/**
 * Change what a field stores. One that records have becomes only what its values can be converted to; what it was
 * comes back as it was.
 *
 * @param stored the field as it is published; null: it is not
 */
export function changeType(
  documents: Documents,
  stored: Field | null,
  entity: string,
  field: string,
  type: FieldType,
): Intention | null {
  const path = ["entities", entity, "fields", field];
  const found = entityOf(documents.model, entity)?.fields.find(({ id }) => id === field);
  if (!found || (stored && !typesFor(stored).includes(type))) return null;
  return written(documents, t("designer.edit.type", { name: said(found.label) || field }), (edit) => {
    edit.set("model", path, "type", type);
    for (const key of OF_A_TYPE) {
      if (type === stored?.type) edit.set("model", path, key, stored[key] ?? null);
      else if (!KEPT_BY[type]?.includes(key)) clear(edit, path, key);
    }
    const missing = (key: string) =>
      ((edit.value("model", [...path, key]) ?? "") as string | unknown[]).length === 0;
    if (type === "choice" && missing("choices"))
      edit.set("model", path, "choices", [{ id: "first", label: words(t("designer.first_choice")) }]);
    if (type === "lookup" && missing("target"))
      edit.set("model", path, "target", firstTarget(edit.documents, entity));
    if (type === "money" && missing("currency")) edit.set("model", path, "currency", FIRST_CURRENCY);
  });
}

export function addChoice(
  documents: Documents,
  reserved: Reserved,
  entity: string,
  field: string,
  label: string,
): Intention | null {
  const path = ["entities", entity, "fields", field, "choices"];
  const id = newNodeId(documents, reserved, { document: "model", path, label, otherwise: "choice" });
  return written(documents, t("designer.edit.add", { name: label }), (edit) =>
    edit.insert("model", path, { id, label: words(label) }),
  );
}

/** Offer a choice no longer (records keep it), or again. */
export function retireChoice(
  documents: Documents,
  entity: string,
  field: string,
  choice: string,
  retired: boolean,
): Intention | null {
  const path = ["entities", entity, "fields", field, "choices", choice];
  return written(
    documents,
    t(retired ? "designer.edit.retire" : "designer.edit.offer_again", { name: choice }),
    (edit) => edit.set("model", path, "retired", retired),
  );
}

/** Take a choice away that no published record can hold; a published one is retired. */
export function removeChoice(
  documents: Documents,
  reserved: Reserved,
  entity: string,
  field: string,
  choice: string,
): Intention | null {
  const path = ["entities", entity, "fields", field, "choices"];
  if (reserved.model.has([...path, choice].join("/"))) {
    return retireChoice(documents, entity, field, choice, true);
  }
  return written(documents, t("designer.edit.remove", { name: choice }), (edit) => {
    for (const action of documents.workspace.actions ?? []) {
      if (action.entity !== entity) continue;
      const at = ["actions", action.id];
      for (const setting of action.settings ?? []) {
        if (setting.field === field && setting.value === choice) {
          edit.remove("workspace", [...at, "settings"], setting.id);
        }
      }
      if (action.when?.field === field && action.when.oneOf.includes(choice)) {
        const left = action.when.oneOf.filter((one) => one !== choice);
        if (left.length > 0) edit.set("workspace", [...at, "when"], "oneOf", left);
        else edit.set("workspace", at, "when", null);
      }
    }
    const holder = ["entities", entity, "fields", field];
    if (edit.value("model", [...holder, "default"]) === choice) edit.set("model", holder, "default", null);
    edit.remove("model", path, choice);
  });
}

/** Say whether records of a field may exist. */
export function isPublished(reserved: Reserved, entity: string, field?: string): boolean {
  const address = ["entities", entity, ...(field === undefined ? [] : ["fields", field])];
  return reserved.model.has(address.join("/"));
}

const FIRST_CURRENCY = "EUR";

const OF_A_TYPE = [
  "choices",
  "target",
  "maxLength",
  "scale",
  "minimum",
  "maximum",
  "currency",
  "prefix",
  "digits",
  "default",
  "unique",
  "several",
  "policy",
] as const;

const KEPT_BY: Partial<Record<FieldType, readonly (typeof OF_A_TYPE)[number][]>> = {
  choice: ["choices", "unique", "several"],
  lookup: ["target", "unique", "several"],
  image: ["several"],
  file: ["several"],
  text: ["maxLength", "unique"],
  multi_line: ["maxLength"],
  decimal: ["scale", "unique"],
  money: ["currency"],
  auto_number: ["prefix", "digits", "unique"],
  integer: ["unique"],
  phone: ["unique"],
  email: ["unique"],
  link: ["unique"],
  date: ["unique"],
  date_time: ["unique"],
};

function putField(edit: Edit, reserved: Reserved, entity: string, field: NewField): string {
  const path = ["entities", entity, "fields"];
  const id = newNodeId(edit.documents, reserved, {
    document: "model",
    path,
    label: field.label,
    otherwise: "field",
  });
  edit.insert("model", path, fieldNode(edit.documents, entity, id, field));
  return id;
}

function fieldNode(
  documents: Documents,
  entity: string,
  id: string,
  field: NewField,
): Record<string, unknown> {
  const node = { id, type: field.type, label: words(field.label) };
  switch (field.type) {
    case "text":
      return { ...node, maxLength: 200 };
    case "decimal":
      return { ...node, scale: 2 };
    case "money":
      return { ...node, currency: FIRST_CURRENCY };
    case "auto_number":
      return { ...node, digits: 5 };
    case "lookup":
      return {
        ...node,
        target: field.target ?? firstTarget(documents, entity),
        ...(field.several && { several: true }),
      };
    case "choice":
      return { ...node, choices: choiceNodes(field.choices ?? []) };
    default:
      return node;
  }
}

function choiceNodes(labels: readonly string[]): { id: string; label: Texts }[] {
  const made: { id: string; label: Texts }[] = [];
  const given = labels.length > 0 ? labels : [t("designer.first_choice")];
  const empty = { workspace: { pages: [] }, model: { entities: [] } } as unknown as Documents;
  for (const label of given) {
    const taken: Reserved = { workspace: new Set(), model: new Set(made.map(({ id }) => `choices/${id}`)) };
    const id = newNodeId(empty, taken, { document: "model", path: ["choices"], label, otherwise: "choice" });
    made.push({ id, label: words(label) });
  }
  return made;
}

/** A lookup must point somewhere: at another entity of our own, else at a person. */
function firstTarget({ model }: Documents, entity: string): string {
  return model.entities.find((other) => other.id !== entity && !other.builtIn)?.id ?? "person";
}

function clear(edit: Edit, path: readonly string[], key: (typeof OF_A_TYPE)[number]): void {
  const value = edit.value("model", [...path, key]);
  if (value === undefined || value === null || value === false) return;
  if (Array.isArray(value)) {
    if (value.length > 0) edit.set("model", path, key, []);
  } else edit.set("model", path, key, key === "unique" || key === "several" ? false : null);
}
