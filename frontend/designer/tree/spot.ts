/**
 * Where something new would go: read off what is selected.
 */
import type { Page } from "../../protocol";
import { t } from "../../shared/messages";
import type { Documents, Path } from "../document";
import type { Selected } from "../editor";
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
  } | null;
}

export function spotOf({ workspace }: Documents, { document, path }: Selected): Spot {
  if (document === "model") return { fields: null, entity: path[1] ?? null, page: null };
  if (path[0] === "actions") {
    const action = workspace.actions.find(({ id }) => id === path[1]);
    if (!action) return { fields: null, entity: null, page: null };
    const form = action.kind === "create" || action.kind === "edit";
    const name = said(action.label) || action.id;
    return {
      fields: form ? { list: ["actions", action.id, "fields"], entity: action.entity, name, form } : null,
      entity: action.entity,
      page: null,
    };
  }
  const page = workspace.pages.find(({ id }) => id === path[1]);
  if (!page) return { fields: null, entity: null, page: null };
  const name = said(page.title) || page.id;
  const group =
    page.blocks.find((block) => block.id === path[3] && block.type === "fields") ??
    page.blocks.find((block) => block.type === "fields");
  return {
    fields:
      group?.type === "fields"
        ? {
            list: ["pages", page.id, "blocks", group.id, "fields"],
            entity: page.entity,
            name: said(group.label) || (path[3] === group.id ? t("designer.node.fields") : name),
            form: false,
          }
        : null,
    entity: page.entity,
    page: { id: page.id, entity: page.entity, name, kind: page.kind },
  };
}
