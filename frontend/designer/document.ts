/**
 * Documents as immutable JSON, read by path: at an object the next part is a key, at a list the `id` of a node.
 *
 * A list may also hold plain texts (the fields a list searches); a text is its own id. A key that holds null is as
 * good as no key. Nothing here knows what a workspace is.
 */

import type { Model, Patch, Workspace } from "../protocol";
import { isObject } from "../shared/json";

export type Path = readonly string[];
export type DocumentName = "workspace" | "model";

/** What a designer looks at: the workspace, and the organisation's model beside it. */
export interface Documents {
  readonly workspace: Workspace;
  readonly model: Model;
}

/** Patches that hold together, on one of the two documents. */
export interface DocumentEdit {
  readonly document: DocumentName;
  readonly patches: readonly Patch[];
}

/** One thing that the designer meant, named for undo. */
export interface Intention {
  readonly label: string;
  readonly edits: readonly DocumentEdit[];
}

/** Return what a node of a list is addressed by, or null if it cannot be. */
export function idOf(node: unknown): string | null {
  if (typeof node === "string") return node;
  return isObject(node) && typeof node.id === "string" ? node.id : null;
}

/** Return the value at a path; undefined where there is none. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const part of path) {
    if (Array.isArray(value)) value = value.find((node) => idOf(node) === part);
    else if (isObject(value)) value = Object.hasOwn(value, part) ? value[part] : undefined;
    else return undefined;
  }
  return value;
}

/** Return the nodes of the list at a path; none where no list stands. */
export function nodesAt(document: unknown, path: Path): readonly unknown[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value : [];
}

/** Return the ids of the list at a path, in order. */
export function idsAt(document: unknown, path: Path): string[] {
  return nodesAt(document, path).flatMap((node) => idOf(node) ?? []);
}

/** Return the id of the node that stands after `id`; null if it is the last. */
export function nextOf(document: unknown, path: Path, id: string): string | null {
  const ids = idsAt(document, path);
  return ids[ids.indexOf(id) + 1] ?? null;
}
