/**
 * Documents with every key of their shape, the way the phone has them.
 *
 * A design is stored as its designer wrote it, with keys left out where the default holds. Panels and the preview
 * read whole nodes; commands never do, since a patch must name what really stands in the document.
 */
import type { Action, Block, Entity, Field, Model, Page, ShownField, Workspace } from "../protocol";
import type { Documents } from "./document";

type Loose<T> = { readonly [Key in keyof T]?: T[Key] | null };

const FIELD: Omit<Field, "id" | "type" | "label"> = {
  help: null,
  required: false,
  unique: false,
  readOnly: false,
  default: null,
  maxLength: null,
  scale: null,
  minimum: null,
  maximum: null,
  currency: null,
  choices: [],
  target: null,
  prefix: null,
  digits: null,
  several: false,
  group: null,
  policy: null,
};

const SHOWN: Omit<ShownField, "id" | "field"> = {
  label: null,
  help: null,
  required: null,
  readOnly: null,
  page: null,
};

const LIST = {
  label: null,
  parent: null,
  subtitle: [],
  figure: null,
  badge: null,
  image: null,
  search: [],
  sort: null,
  views: [],
  condition: null,
  detail: null,
  empty: null,
};

const ACTION: Omit<Action, "id" | "kind" | "entity" | "label"> = {
  icon: null,
  tone: "normal",
  fields: [],
  settings: [],
  when: null,
  comment: "none",
  confirm: null,
  quick: false,
  next: null,
};

export function wholeDocuments({ workspace, model }: Documents): Documents {
  return { workspace: wholeWorkspace(workspace), model: wholeModel(model) };
}

export function wholeWorkspace(workspace: Workspace): Workspace {
  const filled = fill({ version: 0, description: {}, modelVersion: 0, pages: [], actions: [] }, workspace);
  return { ...filled, pages: filled.pages.map(wholePage), actions: filled.actions.map(wholeAction) };
}

export function wholeModel(model: Model): Model {
  return { ...fill({ version: 0, entities: [] }, model), entities: model.entities.map(wholeEntity) };
}

export function wholePage(page: Page): Page {
  const filled = fill({ icon: null, hidden: false, blocks: [], actions: [] }, page);
  return { ...filled, blocks: filled.blocks.map(wholeBlock) };
}

export function wholeAction(action: Action): Action {
  const filled = fill<Action>(ACTION, action);
  return {
    ...filled,
    fields: filled.fields.map((shown) => fill(SHOWN, shown)),
    settings: filled.settings.map((setting) => fill({ value: null }, setting)),
  };
}

export function wholeEntity(entity: Entity): Entity {
  const filled = fill(
    { icon: "database", ownership: "organisation", builtIn: false, policy: "ask", fields: [] },
    entity,
  );
  return { ...filled, fields: filled.fields.map(wholeField) };
}

export function wholeField(field: Field): Field {
  const filled = fill(FIELD, field);
  return { ...filled, choices: filled.choices.map((one) => fill({ colour: null, retired: false }, one)) };
}

function wholeBlock(block: Block): Block {
  switch (block.type) {
    case "fields": {
      const filled = fill({ label: null, fields: [] }, block);
      return { ...filled, fields: filled.fields.map((shown) => fill(SHOWN, shown)) };
    }
    case "link":
      return fill({ label: null, count: true }, block);
    case "list": {
      const filled = fill(LIST, block);
      return {
        ...filled,
        sort: filled.sort && fill({ descending: false }, filled.sort),
        views: filled.views.map((view) => fill({ condition: null }, view)),
      };
    }
    default:
      // A kind of block that this version does not know stays as it is.
      return block;
  }
}

/** Put defaults where a key is missing or null. */
function fill<T extends object>(defaults: Loose<T>, node: T): T {
  const given = Object.entries(node).filter(([, value]) => value !== null && value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as T;
}
