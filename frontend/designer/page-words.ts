/**
 * What pages are called where one is chosen: by their title, and where several share it by what they have as well.
 */
import { blocksOf } from "../metadata/find";
import type { Model, Page, Workspace } from "../protocol";
import { t } from "../shared/messages";
import { entityOf, fieldAt } from "./model-view";
import { said } from "./words";

type Pages = Pick<Workspace, "pages">;
type Titled = Pick<Page, "id" | "kind" | "title" | "entity" | "blocks">;

/** A page's title, and what tells it from another of that title: "Equipment (list)". */
export function pageWords(workspace: Pages, model: Model, page: Titled): string {
  const name = said(page.title) || page.id;
  const apart = apartWords(workspace, model, page);
  return apart === undefined ? name : t("designer.page_apart", { name, apart });
}

/** What tells a page from others of its title: its kind, what it is about, whose rows it has, or its place among them. */
export function apartWords({ pages }: Pages, model: Model, page: Titled): string | undefined {
  const alike = pages.filter(({ title }) => said(title) === said(page.title));
  if (alike.length < 2) return undefined;
  const kindOf = ({ kind }: Titled) => t(`designer.page_apart.${kind}`);
  const aboutOf = ({ entity }: Titled) => said(entityOf(model, entity)?.plural) || entity;
  const bothOf = (one: Titled) => `${kindOf(one)}, ${aboutOf(one)}`;
  const rowsOf = (one: Titled) => {
    const field = rowsBy(model, one);
    return field ? t("designer.page_apart.by", { apart: kindOf(one), field }) : kindOf(one);
  };
  const telling = [kindOf, aboutOf, bothOf, rowsOf].find((words) => {
    return alike.every((one) => one.id === page.id || words(one) !== words(page));
  });
  if (telling) return telling(page);
  const same = alike.filter((one) => bothOf(one) === bothOf(page));
  return `${kindOf(page)} ${same.findIndex(({ id }) => id === page.id) + 1}`;
}

/** The lookup by which a list has the rows of one record alone. */
function rowsBy(model: Model, { blocks }: Titled): string {
  for (const block of blocksOf({ blocks })) {
    if (block.type !== "list" || block.parent === null) continue;
    return said(fieldAt(model, block.entity, block.parent)?.label) || block.parent;
  }
  return "";
}

export function pageOption(workspace: Pages, model: Model, page: Titled) {
  return { value: page.id, label: pageWords(workspace, model, page) };
}
