/** Metadata documents of which a test says only what it cares about. */
import type { Action, EffectiveMetadata, Entity, Field, Page, Workspace } from "../../../frontend/protocol";

export function field(id: string, type: Field["type"], more: Partial<Field> = {}): Field {
  return {
    id,
    type,
    label: { en: id },
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
    ...more,
  };
}

export function entity(id: string, fields: Field[], more: Partial<Entity> = {}): Entity {
  const title = fields[0]?.id ?? "name";
  const labels = { label: { en: id }, plural: { en: id } };
  return {
    id,
    fields,
    title,
    icon: "database",
    ownership: "organisation",
    builtIn: false,
    policy: "ask",
    validities: [],
    ...labels,
    ...more,
  };
}

export function page(id: string, of: string, more: Partial<Page> = {}): Page {
  return {
    id,
    entity: of,
    kind: "list",
    title: { en: id },
    icon: null,
    single: null,
    hidden: false,
    onTile: false,
    actions: [],
    blocks: [],
    ...more,
  };
}

export function action(id: string, kind: Action["kind"], more: Partial<Action> = {}): Action {
  return {
    id,
    kind,
    entity: "expense_report",
    label: { en: id },
    icon: null,
    tone: "normal",
    quick: false,
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
    next: null,
    nextAction: null,
    ...more,
  };
}

export function workspace(id: string, more: Partial<Workspace> = {}): Workspace {
  const shared = { title: { en: id }, description: {}, icon: "box", accent: "blue" as const };
  return { id, version: 1, modelVersion: 1, pages: [], actions: [], ...shared, ...more };
}

export function effective({
  entities = [],
  workspaces = [],
  rights = {},
}: {
  entities?: Entity[];
  workspaces?: Workspace[];
  rights?: EffectiveMetadata["rights"];
}): EffectiveMetadata {
  return {
    metadataVersion: 1,
    model: { version: 1, entities },
    organisation: "Alder",
    person: { id: "me", name: "Ada", language: "en" },
    privileges: [],
    profile: { id: "everyone", label: {}, version: 1, keepDays: 7, entities: [] },
    rights,
    workspaces,
  };
}
