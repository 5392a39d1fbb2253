/**
 * The tree of a design: workspace, pages with blocks and fields, actions, entities with fields.
 *
 * Pure: documents in, nodes out. A node's key is its address, so that selection and what is open outlive every edit.
 */

import { iconNamed } from "../../fields/icon-named";
import type { Action, Block, Lines, Model, ShownField } from "../../protocol";
import { t } from "../../shared/messages";
import type { IconName } from "../../ui/icon-names";
import type { DocumentName, Documents, Path } from "../document";
import { ACTION_ICONS, BLOCK_ICONS, FIELD_ICONS, PAGE_ICONS } from "../field-looks";
import { entityOf, fieldAt, pathWords, usedEntities } from "../model-view";
import { apartWords } from "../page-words";
import { said } from "../words";

export type NodeKind =
  | "workspace"
  | "section"
  | "page"
  | "block"
  | "shown"
  | "action"
  | "lines"
  | "entity"
  | "field";

export interface TreeNode {
  readonly key: string;
  readonly kind: NodeKind;
  readonly document: DocumentName;
  /** Empty for the workspace itself; the list of a section. */
  readonly path: Path;
  readonly label: string;
  readonly note?: string;
  readonly icon: IconName;
  readonly quiet?: boolean;
  /** The kind of nodes that can be put into it from elsewhere. */
  readonly takes?: NodeKind | null;
  readonly children: readonly TreeNode[];
}

/** A row of the tree as it is drawn. */
export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  readonly position: number;
  readonly size: number;
  readonly parent: TreeNode | null;
}

export function keyOf(document: DocumentName, path: Path): string {
  return `${document}:${path.join("/")}`;
}

export function buildTree(
  { workspace, model }: Documents,
  { allEntities }: { readonly allEntities: boolean },
): readonly TreeNode[] {
  const used = usedEntities(workspace, model);
  const entities = allEntities
    ? model.entities
    : model.entities.filter(({ id, builtIn }) => used.includes(id) && !builtIn);
  const pages = workspace.pages.map((page): TreeNode => {
    const path = ["pages", page.id];
    const apart = apartWords(workspace, model, page);
    return {
      ...at("workspace", path),
      kind: "page",
      label: said(page.title) || page.id,
      ...(apart && { note: apart }),
      icon: iconNamed(page.icon, PAGE_ICONS[page.kind] ?? "file-text"),
      quiet: page.hidden,
      children: page.blocks.map((block) =>
        blockNode(model, page.entity, [...path, "blocks"], block, workspace),
      ),
    };
  });
  const actions = workspace.actions.map((action): TreeNode => {
    const path = ["actions", action.id];
    return {
      ...at("workspace", path),
      kind: "action",
      label: said(action.label) || action.id,
      note: noteOf(model, action, workspace.actions),
      icon: iconNamed(action.icon, ACTION_ICONS[action.kind]),
      children:
        action.kind === "create" || action.kind === "edit"
          ? [
              ...action.fields.map((shown) => shownNode(model, action.entity, [...path, "fields"], shown)),
              ...action.lines.map((lines) => linesNode(model, [...path, "lines", lines.id], lines)),
            ]
          : [],
    };
  });
  const kinds = entities.map((entity): TreeNode => {
    const path = ["entities", entity.id];
    return {
      ...at("model", path),
      kind: "entity",
      label: said(entity.label) || entity.id,
      icon: iconNamed(entity.icon, "database"),
      quiet: entity.builtIn,
      children: entity.fields.map((field) => ({
        ...at("model", [...path, "fields", field.id]),
        kind: "field",
        label: said(field.label) || field.id,
        icon: FIELD_ICONS[field.type],
        children: [],
      })),
    };
  });
  return [
    {
      ...at("workspace", []),
      kind: "workspace",
      label: said(workspace.title) || workspace.id,
      icon: iconNamed(workspace.icon, "layout-grid"),
      children: [],
    },
    section("pages", "workspace", t("designer.pages"), "smartphone", pages),
    section("actions", "workspace", t("designer.actions"), "zap", actions),
    section("entities", "model", t("designer.entities"), "database", kinds),
  ];
}

/** The entity; its id instead where two actions of one entity are called the same. */
function noteOf(model: Model, action: Action, all: readonly Action[]): string {
  const alike = all.some(
    (other) => other !== action && other.entity === action.entity && said(other.label) === said(action.label),
  );
  return alike ? action.id : said(entityOf(model, action.entity)?.label) || action.entity;
}

/** The rows that are open, in order. */
export function rowsOf(
  nodes: readonly TreeNode[],
  open: ReadonlySet<string>,
  level = 1,
  parent: TreeNode | null = null,
): TreeRow[] {
  return nodes.flatMap((node, index) => [
    { node, level, position: index + 1, size: nodes.length, parent },
    ...(open.has(node.key) ? rowsOf(node.children, open, level + 1, node) : []),
  ]);
}

/** The node at an address, or the nearest above it that the tree shows. */
export function nodeByPath(
  nodes: readonly TreeNode[],
  { document, path }: { readonly document: DocumentName; readonly path: Path },
): TreeNode | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = find(nodes, keyOf(document, path.slice(0, length)));
    if (found) return found;
  }
  return undefined;
}

function find(nodes: readonly TreeNode[], key: string): TreeNode | undefined {
  for (const node of nodes) {
    if (node.key === key) return node;
    const inside = find(node.children, key);
    if (inside) return inside;
  }
  return undefined;
}

function section(
  list: string,
  document: DocumentName,
  label: string,
  icon: IconName,
  children: readonly TreeNode[],
): TreeNode {
  return { key: `section:${list}`, kind: "section", document, path: [list], label, icon, children };
}

function blockNode(
  model: Model,
  entity: string,
  list: Path,
  block: Block,
  workspace: Documents["workspace"],
): TreeNode {
  const path = [...list, block.id];
  return {
    ...at("workspace", path),
    kind: "block",
    label: blockWords(model, block, workspace),
    icon: iconNamed("icon" in block ? block.icon : null, BLOCK_ICONS[block.type] ?? "circle"),
    takes: TAKEN[block.type] ?? null,
    children: insideOf(model, entity, path, block, workspace),
  };
}

function insideOf(
  model: Model,
  entity: string,
  path: Path,
  block: Block,
  workspace: Documents["workspace"],
): TreeNode[] {
  if (block.type === "group") {
    return block.blocks.map((one) => blockNode(model, entity, [...path, "blocks"], one, workspace));
  }
  return block.type === "fields"
    ? block.fields.map((shown) => shownNode(model, entity, [...path, "fields"], shown))
    : [];
}

/** Type of a block → what can be put into it. */
const TAKEN: Partial<Record<Block["type"], NodeKind>> = { group: "block", fields: "shown" };

function blockWords(model: Model, block: Block, workspace: Documents["workspace"]): string {
  const heading = said(block.label);
  if (heading) return heading;
  switch (block.type) {
    case "list":
      return t("designer.node.list_of", {
        name: said(entityOf(model, block.entity)?.plural) || block.entity,
      });
    case "link":
    case "part":
      return (
        said(workspace.pages.find(({ id }) => id === block.page)?.title) || t(`designer.node.${block.type}`)
      );
    case "chart":
    case "calendar":
    case "report":
      return t(`designer.node.${block.type}_of`, {
        name: said(entityOf(model, block.entity)?.plural) || block.entity,
      });
    case "fields":
    case "group":
    case "timer":
      return t(`designer.node.${block.type}`);
    default:
      return (block as Block).id;
  }
}

function linesNode(model: Model, path: Path, { label, entity, fields }: Lines): TreeNode {
  return {
    ...at("workspace", path),
    kind: "lines",
    label: said(label) || said(entityOf(model, entity)?.plural) || entity,
    icon: "list",
    children: fields.map((shown) => shownNode(model, entity, [...path, "fields"], shown)),
  };
}

function shownNode(model: Model, entity: string, list: Path, shown: ShownField): TreeNode {
  const type = fieldAt(model, entity, shown.field)?.type;
  return {
    ...at("workspace", [...list, shown.id]),
    kind: "shown",
    label: said(shown.label) || pathWords(model, entity, shown.field),
    icon: type ? FIELD_ICONS[type] : "circle-alert",
    children: [],
  };
}

function at(document: DocumentName, path: Path) {
  return { key: keyOf(document, path), document, path };
}
