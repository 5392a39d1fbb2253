/**
 * What of a workspace speaks of a page, an action, a field or an entity; and how it is made to speak of it no more.
 *
 * A design with a reference to nothing is refused by the server, so taking away a page takes these along.
 */
import type { Action, Entity, Field, Page } from "../../protocol";
import type { DocumentName, Documents, Path } from "../document";
import { entityOf } from "../model-view";
import type { Edit } from "./edit";

/** One place that speaks of what is to go. */
export interface Reference {
  readonly document: DocumentName;
  /** The node that holds the reference. */
  readonly path: Path;
  /** What becomes of it: the node goes, the property is emptied, or another value takes its place. */
  readonly effect: "removed" | "emptied" | "replaced";
  readonly cut: (edit: Edit) => void;
}

export function pageReferences({ workspace }: Documents, page: string): Reference[] {
  const found: Reference[] = [];
  for (const other of pagesOf({ workspace } as Documents)) {
    if (other.id === page) continue;
    for (const block of other.blocks ?? []) {
      const path = ["pages", other.id, "blocks", block.id];
      if (block.type === "link" && block.page === page) found.push(removed("workspace", path));
      if (block.type === "list" && block.detail === page) found.push(emptied("workspace", path, "detail"));
      if (block.type !== "fields") continue;
      for (const shown of block.fields ?? []) {
        if (shown.page === page) found.push(emptied("workspace", [...path, "fields", shown.id], "page"));
      }
    }
  }
  for (const action of workspace.actions ?? []) {
    if (action.next === page) found.push(emptied("workspace", ["actions", action.id], "next"));
  }
  return found;
}

export function actionReferences({ workspace }: Documents, action: string): Reference[] {
  return (workspace.pages ?? [])
    .filter((page) => page.actions?.includes(action))
    .map((page) => ({
      document: "workspace",
      path: ["pages", page.id],
      effect: "emptied",
      cut: (edit) => edit.remove("workspace", ["pages", page.id, "actions"], action),
    }));
}

export function fieldReferences(documents: Documents, entity: string, field: string): Reference[] {
  const holder = entityOf(documents.model, entity);
  const found: Reference[] = [];
  for (const page of pagesOf(documents)) {
    for (const block of page.blocks ?? []) {
      const path = ["pages", page.id, "blocks", block.id];
      if (block.type === "list") found.push(...inList(documents, block, path, entity, field));
      if (block.type !== "fields") continue;
      for (const shown of block.fields ?? []) {
        if (leadsThrough(documents, page.entity, shown.field, entity, field)) {
          found.push(removed("workspace", [...path, "fields", shown.id]));
        }
      }
    }
  }
  for (const action of actionsOf(documents)) {
    const path = ["actions", action.id];
    for (const shown of action.fields ?? []) {
      if (leadsThrough(documents, action.entity, shown.field, entity, field)) {
        found.push(removed("workspace", [...path, "fields", shown.id]));
      }
    }
    if (action.entity !== entity) continue;
    for (const setting of action.settings ?? []) {
      if (setting.field === field) found.push(removed("workspace", [...path, "settings", setting.id]));
    }
    if (action.when?.field === field) found.push(emptied("workspace", path, "when"));
  }
  if (holder?.title === field) {
    const other = titleInstead(holder, field);
    if (other) found.push(replaced("model", ["entities", entity], "title", other.id));
  }
  return found;
}

/** What goes with an entity: its pages and actions, the lists of it elsewhere, and the lookups that point at it. */
export function entityReferences(documents: Documents, entity: string): Reference[] {
  const found: Reference[] = [];
  for (const page of pagesOf(documents)) {
    if (page.entity === entity) {
      found.push(...pageReferences(documents, page.id), removed("workspace", ["pages", page.id]));
      continue;
    }
    for (const block of page.blocks ?? []) {
      if (block.type === "list" && block.entity === entity) {
        found.push(removed("workspace", ["pages", page.id, "blocks", block.id]));
      }
    }
  }
  for (const action of actionsOf(documents)) {
    if (action.entity !== entity) continue;
    found.push(...actionReferences(documents, action.id), removed("workspace", ["actions", action.id]));
  }
  for (const other of documents.model.entities) {
    if (other.id === entity) continue;
    for (const field of other.fields) {
      if (field.type !== "lookup" || field.target !== entity) continue;
      found.push(...fieldReferences(documents, other.id, field.id));
      found.push(removed("model", ["entities", other.id, "fields", field.id]));
    }
  }
  return found;
}

/** The field that may name an entity's records when another goes; a picture or a tick names nothing. */
export function titleInstead(entity: Entity, without: string): Field | undefined {
  return entity.fields.find(
    ({ id, type }) => id !== without && type !== "image" && type !== "yes_no" && type !== "lookup",
  );
}

function inList(
  documents: Documents,
  block: Extract<Page["blocks"][number], { type: "list" }>,
  path: Path,
  entity: string,
  field: string,
): Reference[] {
  const found: Reference[] = [];
  const hit = (at: string | null | undefined) =>
    Boolean(at && leadsThrough(documents, block.entity, at, entity, field));
  if (hit(block.title)) {
    const holder = entityOf(documents.model, block.entity);
    const plain = holder && holder.title !== field ? holder.title : holder && titleInstead(holder, field)?.id;
    if (plain) found.push(replaced("workspace", path, "title", plain));
  }
  for (const key of ["figure", "badge", "image"] as const) {
    if (hit(block[key])) found.push(emptied("workspace", path, key));
  }
  for (const key of ["subtitle", "search"] as const) {
    for (const one of block[key] ?? []) if (hit(one)) found.push(removed("workspace", [...path, key, one]));
  }
  if (block.entity === entity) {
    if (block.sort?.field === field) found.push(emptied("workspace", path, "sort"));
    if (block.parent === field) found.push(emptied("workspace", path, "parent"));
  }
  return found;
}

/** Say whether a path passes over or ends at a field of an entity. */
function leadsThrough(
  documents: Documents,
  from: string,
  path: string,
  entity: string,
  field: string,
): boolean {
  let at: string | null | undefined = from;
  for (const part of path.split(".")) {
    if (at === entity && part === field) return true;
    const here: Field | undefined = at
      ? entityOf(documents.model, at)?.fields.find((one) => one.id === part)
      : undefined;
    at = here?.target;
  }
  return false;
}

function removed(document: DocumentName, path: Path): Reference {
  const list = path.slice(0, -1);
  const id = path.at(-1) ?? "";
  return { document, path, effect: "removed", cut: (edit) => edit.remove(document, list, id) };
}

function emptied(document: DocumentName, path: Path, key: string): Reference {
  return { document, path, effect: "emptied", cut: (edit) => setIfThere(edit, document, path, key, null) };
}

function replaced(document: DocumentName, path: Path, key: string, value: string): Reference {
  return { document, path, effect: "replaced", cut: (edit) => setIfThere(edit, document, path, key, value) };
}

/** What another cut has taken away needs no cut of its own. */
function setIfThere(edit: Edit, document: DocumentName, path: Path, key: string, value: unknown): void {
  if (edit.value(document, path) !== undefined) edit.set(document, path, key, value);
}

function pagesOf({ workspace }: Documents): readonly Page[] {
  return workspace.pages ?? [];
}

function actionsOf({ workspace }: Documents): readonly Action[] {
  return workspace.actions ?? [];
}
