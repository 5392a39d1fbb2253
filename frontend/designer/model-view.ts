/**
 * Questions that panels and commands ask of a model: which entity, which field, what may be shown where.
 *
 * Works on whole documents and on documents as they are written.
 */
import { reads } from "../expressions/reads";
import type { Entity, Field, Model, Workspace } from "../protocol";
import { isObject } from "../shared/json";
import { entityOfBlock, pathsOf } from "./block-parts";
import { allBlocks } from "./placed-blocks";
import { said } from "./words";

export interface PathOption {
  /** `name`, or `customer.name` through a lookup. */
  readonly path: string;
  readonly label: string;
  readonly field: Field;
}

export function entityOf(model: Model, id: string): Entity | undefined {
  return model.entities.find((entity) => entity.id === id);
}

/** Return the field that a path ends at. */
export function fieldAt(model: Model, entity: string, path: string): Field | undefined {
  let at: string | null | undefined = entity;
  let found: Field | undefined;
  for (const part of path.split(".")) {
    found = at ? entityOf(model, at)?.fields.find((field) => field.id === part) : undefined;
    at = found?.type === "lookup" && !found.several ? found.target : null;
  }
  return found;
}

/** Say a path in words: "Customer · Name". */
export function pathWords(model: Model, entity: string, path: string): string {
  const parts = path.split(".");
  const words = parts.map((_, at) => {
    const field = fieldAt(model, entity, parts.slice(0, at + 1).join("."));
    return field ? said(field.label) || field.id : (parts[at] ?? "");
  });
  return words.join(" · ");
}

/** The fields of an entity, and those one lookup further. */
export function pathOptions(model: Model, entity: string, through = true): PathOption[] {
  const holder = entityOf(model, entity);
  if (!holder) return [];
  const own = holder.fields.map((field) => ({ path: field.id, label: said(field.label) || field.id, field }));
  if (!through) return own;
  const beyond = own.flatMap(({ path, label, field }) => {
    const through = field.type === "lookup" && !field.several ? field.target : null;
    const target = through ? entityOf(model, through) : undefined;
    return (target?.fields ?? []).map((far) => ({
      path: `${path}.${far.id}`,
      label: `${label} · ${said(far.label) || far.id}`,
      field: far,
    }));
  });
  return [...own, ...beyond];
}

/** What was found of a workspace last: documents never change, and many ask the same of them. */
const foundUsed = new WeakMap<Workspace, { readonly model: Model; readonly used: readonly string[] }>();

/** The entities that a workspace shows, changes or looks up, in the order of their first use. */
export function usedEntities(workspace: Workspace, model: Model): readonly string[] {
  const known = foundUsed.get(workspace);
  if (known?.model === model) return known.used;
  const used = findUsed(workspace, model);
  foundUsed.set(workspace, { model, used });
  return used;
}

function findUsed(workspace: Workspace, model: Model): readonly string[] {
  const used = new Set<string>();
  for (const page of workspace.pages ?? []) used.add(page.entity);
  for (const { block, page } of allBlocks(workspace)) {
    const about = entityOfBlock(block, page.entity);
    used.add(about);
    for (const path of pathsOf(block)) {
      const through = path.split(".").slice(0, -1);
      through.forEach((_, at) => {
        const target = fieldAt(model, about, through.slice(0, at + 1).join("."))?.target;
        if (target) used.add(target);
      });
    }
  }
  for (const action of workspace.actions ?? []) {
    used.add(action.entity);
    for (const lines of action.lines ?? []) used.add(lines.entity);
  }
  for (const id of reckonedBy(workspace)) used.add(id);
  for (const id of [...used]) {
    const entity = entityOf(model, id);
    for (const field of entity?.fields ?? []) {
      if (field.type === "lookup" && field.target) used.add(field.target);
    }
    for (const lines of reckonedBy(entity)) used.add(lines);
  }
  return [...used].filter((id) => entityOf(model, id));
}

/** The entities over whose records the rules in a node sum or count. */
function reckonedBy(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(reckonedBy);
  if (!isObject(node)) return [];
  if (typeof node.op === "string") return [...reads(node).lines.keys()];
  return Object.values(node).flatMap(reckonedBy);
}

/** What something new in a workspace is most likely about: what its first page shows, else the first of our own. */
export function likelyEntity(workspace: Workspace, model: Model): string {
  const [used] = usedEntities(workspace, model);
  return used ?? (model.entities.find(({ builtIn }) => !builtIn) ?? model.entities[0])?.id ?? "";
}
