/**
 * Finding things in the metadata by their ids, and saying them in the user's language.
 */
import type { Action, Block, EffectiveMetadata, Entity, Field, Model, Page, Workspace } from "../protocol";

export type Text = Readonly<Record<string, string>>;

/** What a path over lookups passes and where it ends: fields, the last of which holds the value. */
export interface FieldPath {
  readonly fields: readonly Field[];
  readonly end: Field;
  /** The entity that the last field belongs to. */
  readonly entity: Entity;
}

const fieldMaps = new WeakMap<Entity, ReadonlyMap<string, Field>>();
const entityMaps = new WeakMap<Model, ReadonlyMap<string, Entity>>();

export function findEntity(model: Model, id: string): Entity | undefined {
  let entities = entityMaps.get(model);
  if (!entities) {
    entities = new Map(model.entities.map((entity) => [entity.id, entity]));
    entityMaps.set(model, entities);
  }
  return entities.get(id);
}

/** Return an entity's fields by id. */
export function fieldsOf(entity: Entity): ReadonlyMap<string, Field> {
  let fields = fieldMaps.get(entity);
  if (!fields) {
    fields = new Map(entity.fields.map((field) => [field.id, field]));
    fieldMaps.set(entity, fields);
  }
  return fields;
}

/** Walk a path such as `customer.name` from an entity; undefined if the model has none. */
export function findPath(model: Model, entity: string, path: string): FieldPath | undefined {
  const fields: Field[] = [];
  let at = findEntity(model, entity);
  for (const name of path.split(".")) {
    const last = fields.at(-1);
    if (last) at = last.target && !last.several ? findEntity(model, last.target) : undefined;
    const field = at && fieldsOf(at).get(name);
    if (!field) return undefined;
    fields.push(field);
  }
  const end = fields.at(-1);
  return end && at ? { fields, end, entity: at } : undefined;
}

export function findWorkspace({ workspaces }: EffectiveMetadata, id: string): Workspace | undefined {
  return workspaces.find((workspace) => workspace.id === id);
}

export function findPage({ pages }: Workspace, id: string): Page | undefined {
  return pages.find((page) => page.id === id);
}

/** Return the blocks of a page in order, each group before what is inside it. */
export function blocksOf({ blocks }: Pick<Page, "blocks">): readonly Block[] {
  return blocks.flatMap((block) => (block.type === "group" ? [block, ...blocksOf(block)] : [block]));
}

export function findAction({ actions }: Workspace, id: string): Action | undefined {
  return actions.find((action) => action.id === id);
}

/** Return a text in a language: that one, its primary tag, English, or whatever there is. */
export function textIn(text: Text | null | undefined, language: string): string {
  if (!text) return "";
  const primary = language.split("-", 1)[0] ?? language;
  return text[language] ?? text[primary] ?? text.en ?? Object.values(text)[0] ?? "";
}

/** Return what a path is called: its last field, after the lookup that leads there. */
export function pathLabel({ fields }: FieldPath, language: string): string {
  return fields.map(({ label }) => textIn(label, language)).join(" · ");
}
