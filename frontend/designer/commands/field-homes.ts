/**
 * Where a workspace shows the fields of an entity: the groups of its pages, and the forms of its actions.
 */

import type { Documents, Path } from "../document";
import { pageWords } from "../page-words";
import { blocksOf } from "../placed-blocks";
import { said } from "../words";

export interface FieldHome {
  readonly list: Path;
  readonly name: string;
  /** Whether it is filled in there. */
  readonly form: boolean;
}

/**
 * One place on each page and in each form.
 *
 * @param near the group that is selected, which stands for its page; else that is the page's first
 */
export function fieldHomes(
  { workspace, model }: Documents,
  entity: string,
  near: Path | null,
): readonly FieldHome[] {
  const pages = workspace.pages.flatMap((page): FieldHome[] => {
    if (page.entity !== entity) return [];
    const groups = [...blocksOf(page)].filter(({ block }) => block.type === "fields");
    const group = groups.find(({ path }) => `${path.join("/")}/fields` === near?.join("/")) ?? groups[0];
    return group
      ? [{ list: [...group.path, "fields"], name: pageWords(workspace, model, page), form: false }]
      : [];
  });
  const forms = workspace.actions.flatMap(({ id, kind, entity: about, label, lines }): FieldHome[] => {
    if (kind !== "create" && kind !== "edit") return [];
    const name = said(label) || id;
    const path = ["actions", id];
    const own: FieldHome[] = about === entity ? [{ list: [...path, "fields"], name, form: true }] : [];
    const inside = lines
      .filter((one) => one.entity === entity)
      .map((one) => ({
        list: [...path, "lines", one.id, "fields"],
        name: `${name} · ${said(one.label) || one.id}`,
        form: true,
      }));
    return [...own, ...inside];
  });
  return [...pages, ...forms];
}
