/**
 * Documents with every key of their shape, the way the phone has them.
 *
 * A design is stored as its designer wrote it, with keys left out where the default holds. Panels and the preview
 * read whole nodes; commands never do, since a patch must name what really stands in the document.
 */
import type {
  Action,
  Block,
  Entity,
  Field,
  ListBlock,
  Model,
  Page,
  ShownField,
  Workspace,
} from "../protocol";
import type { Documents } from "./document";

type Loose<T> = { readonly [Key in keyof T]?: T[Key] | null };

const FIELD: Omit<Field, "id" | "type" | "label"> = {
  help: null,
  required: false,
  unique: false,
  indexed: null,
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
  manual: false,
  group: null,
  policy: null,
  computed: null,
  defaultRule: null,
  requiredWhen: null,
};

const SHOWN: Omit<ShownField, "id" | "field"> = {
  label: null,
  help: null,
  required: null,
  readOnly: null,
  page: null,
  hidden: false,
  maxLength: null,
  negative: null,
  lookup: null,
  image: null,
  visibleWhen: null,
  requiredWhen: null,
  readOnlyWhen: null,
};

const LIST: Loose<ListBlock> = {
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
  style: "simple",
  searchBy: null,
  searchBar: true,
  section: null,
  pageSize: null,
  fetchSize: 50,
  swipe: [],
  select: false,
  visibleWhen: null,
};

const GATHERED = { label: null, parent: null, condition: null, visibleWhen: null };

const ACTION: Omit<Action, "id" | "kind" | "entity" | "label"> = {
  icon: null,
  tone: "normal",
  fields: [],
  settings: [],
  copies: false,
  lines: [],
  when: null,
  availableWhen: null,
  placement: "button",
  offline: "yes",
  idempotent: true,
  comment: "none",
  confirm: null,
  quick: false,
  next: null,
  nextAction: null,
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

export const wholePage = once((page: Page): Page => {
  const filled = fill(
    { icon: null, single: null, hidden: false, onTile: false, blocks: [], actions: [] },
    page,
  );
  return { ...filled, blocks: filled.blocks.map(wholeBlock) };
});

export const wholeAction = once((action: Action): Action => {
  const filled = fill<Action>(ACTION, action);
  return {
    ...filled,
    fields: filled.fields.map(wholeShown),
    lines: filled.lines.map((lines) => {
      const whole = fill({ label: null, fields: [], least: 0, most: 200 }, lines);
      return { ...whole, fields: whole.fields.map(wholeShown) };
    }),
    settings: filled.settings.map((setting) => fill({ value: null, rule: null }, setting)),
  };
});

export const wholeEntity = once((entity: Entity): Entity => {
  const filled = fill(
    {
      icon: "database",
      ownership: "organisation",
      builtIn: false,
      policy: "ask",
      fields: [],
      validities: [],
    },
    entity,
  );
  return {
    ...filled,
    fields: filled.fields.map(wholeField),
    validities: filled.validities.map((one) => fill({ field: null }, one)),
  };
});

export function wholeField(field: Field): Field {
  const filled = fill(FIELD, field);
  return { ...filled, choices: filled.choices.map((one) => fill({ colour: null, retired: false }, one)) };
}

function wholeShown(shown: ShownField): ShownField {
  const filled = fill(SHOWN, shown);
  return {
    ...filled,
    lookup: filled.lookup && fill({ page: null, display: null, condition: null, full: false }, filled.lookup),
    image: filled.image && fill({ style: "square", size: "medium" }, filled.image),
  };
}

function wholeBlock(block: Block): Block {
  switch (block.type) {
    case "fields": {
      const filled = fill({ label: null, columns: 1, fields: [], visibleWhen: null }, block);
      return { ...filled, fields: filled.fields.map(wholeShown) };
    }
    case "link":
      return fill({ label: null, count: true, countFrom: null, visibleWhen: null }, block);
    case "list": {
      const filled = fill(LIST, block);
      return {
        ...filled,
        sort: filled.sort && fill({ descending: false }, filled.sort),
        views: filled.views.map((view) => fill({ condition: null }, view)),
      };
    }
    case "group": {
      const filled = fill(
        { label: null, icon: null, direction: "rows", look: null, blocks: [], visibleWhen: null },
        block,
      );
      return {
        ...filled,
        look: filled.look && fill({ colour: null, filled: null, size: null, weight: null }, filled.look),
        blocks: filled.blocks.map(wholeBlock),
      };
    }
    case "part":
      return fill({ label: null, through: null, visibleWhen: null }, block);
    case "chart": {
      const filled = fill({ ...GATHERED, by: null, period: null, goal: null, page: null }, block);
      return { ...filled, measure: fill({ field: null }, filled.measure) };
    }
    case "calendar":
      return fill({ ...GATHERED, subtitle: [], badge: null, detail: null, empty: null }, block);
    case "report": {
      const filled = fill(
        { ...GATHERED, groups: [], period: null, columns: [], rows: true, detail: null },
        block,
      );
      return { ...filled, columns: filled.columns.map((one) => fill({ label: null, total: null }, one)) };
    }
    case "timer":
      return fill({ label: null, until: null, visibleWhen: null }, block);
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

/** Nodes never change: what was made of one before stands, so that an edit makes anew only what it has touched. */
function once<T extends object>(make: (node: T) => T): (node: T) => T {
  const made = new WeakMap<T, T>();
  return (node) => {
    const known = made.get(node) ?? make(node);
    made.set(node, known);
    return known;
  };
}
