/**
 * What a block offers to choose from: the records that it can show, and the fields that suit each of its places.
 */
import type { Field, Model, Page, Workspace } from "../protocol";
import type { SelectOption } from "../ui/select";
import type { RowsOf } from "./commands/new-blocks";
import { entityOf, type PathOption, pathOptions } from "./model-view";
import { pageOption } from "./page-words";
import { allBlocks } from "./placed-blocks";
import { said } from "./words";

type Kind = Field["type"];

export const NUMBERS: readonly Kind[] = ["integer", "big_integer", "decimal", "money"];
export const COUNTS: readonly Kind[] = ["integer", "big_integer", "decimal"];
export const DATES: readonly Kind[] = ["date", "date_time"];
/** What records are gathered by: bars, sections, the groups of a report. */
export const HEADINGS: readonly Kind[] = ["choice", "lookup", "text", "yes_no", ...DATES];

interface About {
  readonly entity: string;
  readonly kind: Page["kind"];
}

/** The records that a block of a page can show, those of the record on show first. */
export function rowsOptions(model: Model, page: About, { tied }: { readonly tied: boolean }): SelectOption[] {
  const children = page.kind === "list" ? [] : childrenOf(model, page.entity);
  if (tied) return page.kind === "list" ? [optionOf(model, page.entity)] : children;
  const others = model.entities.map(({ id }) => id).filter((id) => id !== page.entity);
  return [...children, ...[page.entity, ...others].map((id) => optionOf(model, id))];
}

/** What the value of such an option says. */
export function rowsOf(value: string): RowsOf {
  const [entity = "", parent] = value.split("/");
  return { entity, parent: parent ?? null };
}

/** The paths of an entity that end at fields of some types. */
export function pathsTo(
  model: Model,
  entity: string,
  types: readonly Kind[],
  through = true,
): SelectOption[] {
  return pathOptions(model, entity, through)
    .filter(({ field }) => types.includes(field.type) && !field.several)
    .map(({ path, label }) => ({ value: path, label }));
}

/** What records can be gathered by, what people mostly gather them by first. */
export function headingPaths(
  model: Model,
  entity: string,
  types: readonly Kind[] = HEADINGS,
  without: string | null = null,
): SelectOption[] {
  const rank = ({ path, field }: PathOption) =>
    path.includes(".") ? types.length : types.indexOf(field.type);
  return pathOptions(model, entity)
    .filter(({ path, field }) => types.includes(field.type) && !field.several && path !== without)
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ path, label }) => ({ value: path, label }));
}

/** The pages of some kinds, of one entity or any. */
export function pageOptions(
  workspace: Workspace,
  model: Model,
  kinds: readonly Page["kind"][],
  entity?: string,
): SelectOption[] {
  return workspace.pages
    .filter((page) => kinds.includes(page.kind) && (!entity || page.entity === entity))
    .map((page) => pageOption(workspace, model, page));
}

/** The pages that can be a part of a page: those that show its record, lists, and none that contains it. */
export function partOptions(workspace: Workspace, model: Model, page: About & { readonly id: string }) {
  const within = (id: string) => reaches(workspace, id, page.id);
  const open = pageOptions(workspace, model, ["list", "single"]);
  const same = page.kind === "list" ? [] : pageOptions(workspace, model, ["detail"], page.entity);
  const beyond = lookupsOf(model, page).flatMap((field) =>
    pageOptions(workspace, model, ["detail"], field.target ?? "").map(({ value, label }) => ({
      value: `${value}/${field.id}`,
      label: `${label} (${said(field.label) || field.id})`,
    })),
  );
  return [...same, ...beyond, ...open].filter(({ value }) => !within(value.split("/")[0] ?? ""));
}

function lookupsOf(model: Model, { entity, kind }: About): readonly Field[] {
  if (kind === "list") return [];
  return (entityOf(model, entity)?.fields ?? []).filter(({ type, several }) => type === "lookup" && !several);
}

/** Whether a page contains another, by however many parts. */
function reaches(workspace: Workspace, from: string, to: string): boolean {
  const parts = [...allBlocks(workspace)].flatMap(({ block, page }) =>
    block.type === "part" ? [{ from: page.id, to: block.page }] : [],
  );
  const seen = new Set<string>();
  const waiting = [from];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (here === to) return true;
    if (seen.has(here)) continue;
    seen.add(here);
    for (const part of parts) if (part.from === here) waiting.push(part.to);
  }
  return false;
}

function childrenOf(model: Model, entity: string): SelectOption[] {
  return model.entities.flatMap(({ id, plural, fields }) =>
    fields
      .filter(({ type, target, several }) => type === "lookup" && target === entity && !several)
      .map((field) => ({
        value: `${id}/${field.id}`,
        label: `${said(plural)} (${said(field.label) || field.id})`,
      })),
  );
}

function optionOf(model: Model, entity: string): SelectOption {
  return { value: entity, label: said(entityOf(model, entity)?.plural) || entity };
}
