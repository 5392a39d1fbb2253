/**
 * Where something new would go: read off what is selected.
 */
import type { Page } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Path } from "../document";
import type { Selected } from "../editor";
import { blockAt, blocksOf, listAround } from "../placed-blocks";
import { said } from "../words";

export interface Spot {
  /** The group or form that takes fields. */
  readonly fields: {
    readonly list: Path;
    readonly entity: string;
    readonly name: string;
    readonly form: boolean;
  } | null;
  /** The entity that a new field would belong to. */
  readonly entity: string | null;
  /** The page that takes blocks and actions. */
  readonly page: {
    readonly id: string;
    readonly entity: string;
    readonly name: string;
    readonly kind: Page["kind"];
    /** Where a new block goes: into the page, or into the group that is selected; and what that is called. */
    readonly list: Path;
    readonly into: string;
  } | null;
}

export function spotOf({ workspace }: Documents, { document, path }: Selected): Spot {
  if (document === "model") return { fields: null, entity: path[1] ?? null, page: null };
  if (path[0] === "actions") {
    const action = workspace.actions.find(({ id }) => id === path[1]);
    if (!action) return { fields: null, entity: null, page: null };
    const form = action.kind === "create" || action.kind === "edit";
    const name = said(action.label) || action.id;
    const lines = path[2] === "lines" ? action.lines.find(({ id }) => id === path[3]) : undefined;
    if (lines) {
      const { id, entity, label } = lines;
      const list = ["actions", action.id, "lines", id, "fields"];
      return { fields: { list, entity, name: said(label) || id, form }, entity, page: null };
    }
    return {
      fields: form ? { list: ["actions", action.id, "fields"], entity: action.entity, name, form } : null,
      entity: action.entity,
      page: null,
    };
  }
  const page = workspace.pages.find(({ id }) => id === path[1]);
  if (!page) return { fields: null, entity: null, page: null };
  const name = said(page.title) || page.id;
  const chosen = blockAt(page, path);
  const groups = [...(chosen ? [chosen] : []), ...blocksOf(page)];
  const group = groups.find(({ block }) => block.type === "fields");
  return {
    fields:
      group?.block.type === "fields"
        ? {
            list: [...group.path, "fields"],
            entity: page.entity,
            name: said(group.block.label) || (group === chosen ? t("designer.node.fields") : name),
            form: false,
          }
        : null,
    entity: page.entity,
    page: { id: page.id, entity: page.entity, name, kind: page.kind, ...around(page, path, name) },
  };
}

function around(page: Page, path: Path, name: string): { readonly list: Path; readonly into: string } {
  const list = listAround(page, path);
  const group = blockAt(page, list.slice(0, -1))?.block;
  return { list, into: group ? said(group.label) || t("designer.node.group") : name };
}
