/**
 * What of a workspace speaks of a page, an action, a field or an entity; and how it is made to speak of it no more.
 *
 * A design with a reference to nothing is refused by the server, so taking away a page takes these along.
 */
import type { Action, Block, Entity, Field, ShownField } from "../../protocol";
import { entityOfBlock, fieldNodes, partsOf, wordAt, wordsAt } from "../block-parts";
import type { DocumentName, Documents, Path } from "../document";
import { NAMELESS } from "../field-looks";
import { entityOf, fieldAt } from "../model-view";
import { allBlocks } from "../placed-blocks";
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
  for (const { block, path, page: holder } of allBlocks(workspace)) {
    if (holder.id === page) continue;
    const { target, opens } = partsOf(block);
    if (target && wordAt(block, target) === page) found.push(removed("workspace", path));
    if (opens && wordAt(block, opens) === page) found.push(emptied("workspace", path, opens));
    if (block.type === "fields") found.push(...ofPage(block.fields, [...path, "fields"], page));
  }
  for (const action of workspace.actions ?? []) {
    const path = ["actions", action.id];
    if (action.next === page) found.push(emptied("workspace", path, "next"));
    for (const { fields, list } of formsOf(action)) found.push(...ofPage(fields, list, page));
  }
  return found;
}

export function actionReferences({ workspace }: Documents, action: string): Reference[] {
  const found: Reference[] = [];
  const cutFrom = (path: Path, key: string): Reference => ({
    document: "workspace",
    path,
    effect: "emptied",
    cut: (edit) => edit.remove("workspace", [...path, key], action),
  });
  for (const page of workspace.pages ?? []) {
    if (page.actions?.includes(action)) found.push(cutFrom(["pages", page.id], "actions"));
  }
  for (const { block, path } of allBlocks(workspace)) {
    if (block.type === "list" && block.swipe?.includes(action)) found.push(cutFrom(path, "swipe"));
  }
  for (const other of workspace.actions ?? []) {
    if (other.nextAction === action) found.push(emptied("workspace", ["actions", other.id], "nextAction"));
  }
  return found;
}

export function fieldReferences(documents: Documents, entity: string, field: string): Reference[] {
  const holder = entityOf(documents.model, entity);
  const gone = { documents, entity, field };
  const found: Reference[] = [];
  for (const page of documents.workspace.pages ?? []) {
    if (page.entity === entity && page.single?.through === field) {
      found.push(emptied("workspace", ["pages", page.id, "single"], "through"));
    }
  }
  for (const { block, path, page } of allBlocks(documents.workspace)) {
    found.push(...inBlock(block, path, page.entity, gone));
  }
  for (const action of documents.workspace.actions ?? []) found.push(...inAction(action, gone));
  for (const validity of holder?.validities ?? []) {
    if (validity.field === field) {
      found.push(emptied("model", ["entities", entity, "validities", validity.id], "field"));
    }
  }
  if (holder?.title === field) {
    const other = titleInstead(holder, field);
    if (other) found.push(replaced("model", ["entities", entity], "title", other.id));
  }
  return found;
}

/** What goes with an entity: its pages and actions, what shows it elsewhere, and the lookups that point at it. */
export function entityReferences(documents: Documents, entity: string): Reference[] {
  const found: Reference[] = [];
  for (const page of documents.workspace.pages ?? []) {
    if (page.entity !== entity) continue;
    found.push(...pageReferences(documents, page.id), removed("workspace", ["pages", page.id]));
  }
  for (const { block, path, page } of allBlocks(documents.workspace)) {
    if (page.entity !== entity && entityOfBlock(block, page.entity) === entity) {
      found.push(removed("workspace", path));
    }
  }
  for (const action of documents.workspace.actions ?? []) {
    const path = ["actions", action.id];
    if (action.entity === entity) {
      found.push(...actionReferences(documents, action.id), removed("workspace", path));
      continue;
    }
    for (const lines of action.lines ?? []) {
      if (lines.entity === entity) found.push(removed("workspace", [...path, "lines", lines.id]));
    }
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
    ({ id, type, several }) => id !== without && type !== "lookup" && !NAMELESS.has(type) && !several,
  );
}

interface Gone {
  readonly documents: Documents;
  readonly entity: string;
  readonly field: string;
}

function inBlock(block: Block, path: Path, page: string, gone: Gone): Reference[] {
  const parts = partsOf(block);
  const about = entityOfBlock(block, page);
  const hit = (at: string | null) => at !== null && leadsThrough(gone, about, at);
  if (parts.needed?.some((key) => hit(wordAt(block, key)))) return [removed("workspace", path)];
  const found: Reference[] = [];
  if (parts.title && hit(wordAt(block, parts.title))) {
    const plain = plainTitle(gone, about);
    if (plain) found.push(replaced("workspace", path, parts.title, plain));
  }
  for (const key of parts.optional ?? []) {
    if (hit(wordAt(block, key))) found.push(emptied("workspace", path, key.split(".")[0] ?? key));
  }
  for (const key of parts.lists ?? []) {
    for (const one of wordsAt(block, key)) {
      if (hit(one)) found.push(removed("workspace", [...path, key, one]));
    }
  }
  if (block.type === "fields") found.push(...inForm(block.fields, [...path, "fields"], about, gone));
  if (block.type === "report") {
    for (const { id, field } of fieldNodes(block)) {
      if (hit(field)) found.push(removed("workspace", [...path, "columns", id]));
    }
  }
  return found;
}

function inAction(action: Action, gone: Gone): Reference[] {
  const path = ["actions", action.id];
  const found: Reference[] = [];
  for (const { fields, list, entity } of formsOf(action)) found.push(...inForm(fields, list, entity, gone));
  for (const { id, entity, parent } of action.lines ?? []) {
    if (entity === gone.entity && parent === gone.field)
      found.push(removed("workspace", [...path, "lines", id]));
  }
  if (action.entity !== gone.entity) return found;
  for (const setting of action.settings ?? []) {
    if (setting.field === gone.field) found.push(removed("workspace", [...path, "settings", setting.id]));
  }
  if (action.when?.field === gone.field) found.push(emptied("workspace", path, "when"));
  return found;
}

function inForm(
  fields: readonly ShownField[] | undefined,
  list: Path,
  entity: string,
  gone: Gone,
): Reference[] {
  return (fields ?? []).flatMap((shown) => {
    const path = [...list, shown.id];
    if (leadsThrough(gone, entity, shown.field)) return [removed("workspace", path)];
    const display = shown.lookup?.display;
    const target = fieldAt(gone.documents.model, entity, shown.field)?.target;
    const named = display && target ? leadsThrough(gone, target, display) : false;
    return named ? [emptied("workspace", [...path, "lookup"], "display")] : [];
  });
}

/** The placed fields that lead to a page, or look up by one. */
function ofPage(fields: readonly ShownField[] | undefined, list: Path, page: string): Reference[] {
  return (fields ?? []).flatMap((shown) => {
    const path = [...list, shown.id];
    return [
      ...(shown.page === page ? [emptied("workspace", path, "page")] : []),
      ...(shown.lookup?.page === page ? [emptied("workspace", [...path, "lookup"], "page")] : []),
    ];
  });
}

interface Form {
  readonly fields: readonly ShownField[] | undefined;
  readonly list: Path;
  readonly entity: string;
}

/** The form of an action, and those of its lines. */
function formsOf(action: Action): Form[] {
  const path = ["actions", action.id];
  return [
    { fields: action.fields, list: [...path, "fields"], entity: action.entity },
    ...(action.lines ?? []).map(({ id, fields, entity }) => ({
      fields,
      list: [...path, "lines", id, "fields"],
      entity,
    })),
  ];
}

/** What names the records of a block instead of a path that goes. */
function plainTitle({ documents, entity, field }: Gone, about: string): string | undefined {
  const holder = entityOf(documents.model, about);
  if (!holder) return undefined;
  const goes = about === entity && holder.title === field;
  return goes ? titleInstead(holder, field)?.id : holder.title;
}

/** Say whether a path passes over or ends at the field that goes. */
function leadsThrough({ documents, entity, field }: Gone, from: string, path: string): boolean {
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
