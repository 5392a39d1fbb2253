/**
 * What a publication would change on phones, in words: nodes added, removed, renamed, moved or changed, by their ids.
 */
import type { Entity, Workspace } from "../../protocol";
import type { Published } from "../../rest/designs";
import { isObject, same } from "../../shared/json";
import { t } from "../../shared/messages";
import { type Documents, idOf, type Path } from "../document";
import { usedEntities } from "../model-view";
import { buildTree, keyOf, type TreeNode } from "../tree/nodes";
import { wholeDocuments } from "../whole";
import { said, type Texts } from "../words";

export type Effect = "added" | "removed" | "renamed" | "moved" | "changed";

export interface Change {
  readonly effect: Effect;
  readonly document: "workspace" | "model";
  readonly path: Path;
  readonly words: string;
}

/** What a node is called in these sentences. */
type Names = (document: Change["document"], path: Path, node: Node) => string;
type Node = Readonly<Record<string, unknown>> & { readonly id: string };

/** Lists whose nodes are told one by one; what else differs in a node is "changed". */
const LISTS = ["pages", "actions", "blocks", "fields", "entities", "choices", "settings", "views"] as const;
type ListName = (typeof LISTS)[number];

/** Return what differs from what is published; all of it is new when nothing is. */
export function changesSince(published: Published, documents: Documents): Change[] {
  const now = wholeDocuments(documents);
  const empty: Workspace = { ...now.workspace, pages: [], actions: [] };
  const before = wholeDocuments({
    workspace: published.workspace ?? empty,
    model: published.model ?? { version: 0, entities: [] },
  });
  const used = new Set([
    ...usedEntities(now.workspace, now.model),
    ...usedEntities(before.workspace, before.model),
  ]);
  const entities = (list: readonly Entity[]) => ({
    id: "model",
    entities: list.filter(({ id }) => used.has(id)),
  });
  const names = namesOf(before, now);
  return [
    ...inNode("workspace", [], { ...before.workspace }, { ...now.workspace }, names),
    ...inNode("model", [], entities(before.model.entities), entities(now.model.entities), names),
  ];
}

/** What the tree calls each node, with its note where another beside it has that name; a block is told with its page. */
function namesOf(before: Documents, now: Documents): Names {
  const names = new Map<string, string>();
  const note = (nodes: readonly TreeNode[], page: string) => {
    for (const node of nodes) {
      const alike = nodes.some((other) => other !== node && other.label === node.label);
      const name =
        alike && node.note ? t("designer.page_apart", { name: node.label, apart: node.note }) : node.label;
      names.set(node.key, page && node.kind === "block" ? `${page} · ${name}` : name);
      note(node.children, node.kind === "page" ? name : page);
    }
  };
  for (const documents of [before, now]) note(buildTree(documents, { allEntities: true }), "");
  return (document, path, node) => names.get(keyOf(document, path)) ?? nameOf(node);
}

function inNode(document: Change["document"], path: Path, before: Node, now: Node, names: Names): Change[] {
  const found: Change[] = [];
  const told = new Set<string>(["id", "version", "modelVersion", ...LISTS]);
  const name = names(document, path, now);
  const nameIn = (node: Node, key: string) => said(node[key] as Texts | null);
  // In another language than the reader's alone it is a change like any other.
  const renamed = (["title", "label"] as const).find(
    (key) => isObject(now[key]) && nameIn(before, key) !== nameIn(now, key),
  );
  if (renamed) {
    told.add(renamed);
    const was = nameIn(before, renamed);
    found.push(change("renamed", document, path, t("designer.change.renamed", { was: was || now.id, name })));
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  if ([...keys].some((key) => !told.has(key) && !same(before[key], now[key]))) {
    found.push(change("changed", document, path, t("designer.change.changed", { name })));
  }
  for (const list of LISTS)
    found.push(...inList(document, [...path, list], list, before[list], now[list], name, names));
  return found;
}

function inList(
  document: Change["document"],
  path: Path,
  list: ListName,
  before: unknown,
  now: unknown,
  holder: string,
  names: Names,
): Change[] {
  const old = nodes(before);
  const fresh = nodes(now);
  const found: Change[] = [];
  for (const node of fresh) {
    const known = old.find(({ id }) => id === node.id);
    if (known) found.push(...inNode(document, [...path, node.id], known, node, names));
    else {
      const words = t("designer.change.added", {
        what: kindWords(list),
        name: names(document, [...path, node.id], node),
        holder,
        inside: inside(list),
      });
      found.push(change("added", document, [...path, node.id], words));
    }
  }
  for (const node of old) {
    if (fresh.some(({ id }) => id === node.id)) continue;
    const words = t("designer.change.removed", {
      what: kindWords(list),
      name: names(document, [...path, node.id], node),
      holder,
      inside: inside(list),
    });
    found.push(change("removed", document, [...path, node.id], words));
  }
  const kept = (from: readonly Node[], other: readonly Node[]) =>
    from.map(({ id }) => id).filter((id) => other.some((one) => one.id === id));
  if (!same(kept(old, fresh), kept(fresh, old))) {
    found.push(change("moved", document, path.slice(0, -1), t("designer.change.moved", { name: holder })));
  }
  return found;
}

/** Top-level lists need no holder in their sentence. */
function inside(list: ListName): string {
  return list === "pages" || list === "actions" || list === "entities" ? "no" : "yes";
}

function kindWords(list: ListName): string {
  return t(`designer.kind.${list}`);
}

function nameOf(node: Node): string {
  for (const key of ["title", "label"] as const) {
    const value = node[key];
    if (isObject(value)) {
      const words = said(value as Texts);
      if (words) return words;
    }
  }
  return typeof node.field === "string" ? node.field : node.id;
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter((one): one is Node => isObject(one) && idOf(one) !== null) : [];
}

function change(effect: Effect, document: Change["document"], path: Path, words: string): Change {
  return { effect, document, path, words };
}
