/**
 * What pages are called where one is chosen: by their title, and where several share it by what they have as well.
 */
import type { Model, Page, Workspace } from "../protocol";
import { t } from "../shared/messages";
import { entityOf } from "./model-view";
import { said } from "./words";

type Pages = Pick<Workspace, "pages">;
type Titled = Pick<Page, "id" | "kind" | "title" | "entity">;

/** A page's title, and what tells it from another of that title: "Equipment (list)". */
export function pageWords(workspace: Pages, model: Model, page: Titled): string {
  const name = said(page.title) || page.id;
  const apart = apartWords(workspace, model, page);
  return apart === undefined ? name : t("designer.page_apart", { name, apart });
}

/** What tells a page from others of its title: its kind, else what it is about, else which of them it is. */
export function apartWords({ pages }: Pages, model: Model, page: Titled): string | undefined {
  const alike = pages.filter(({ title }) => said(title) === said(page.title));
  if (alike.length < 2) return undefined;
  const kindOf = ({ kind }: Titled) => t(`designer.page_apart.${kind}`);
  const aboutOf = ({ entity }: Titled) => said(entityOf(model, entity)?.plural) || entity;
  const bothOf = (one: Titled) => `${kindOf(one)}, ${aboutOf(one)}`;
  const telling = [kindOf, aboutOf, bothOf].find((words) => {
    return alike.every((one) => one.id === page.id || words(one) !== words(page));
  });
  if (telling) return telling(page);
  const same = alike.filter((one) => bothOf(one) === bothOf(page));
  return `${kindOf(page)} ${same.findIndex(({ id }) => id === page.id) + 1}`;
}

export function pageOption(workspace: Pages, model: Model, page: Titled) {
  return { value: page.id, label: pageWords(workspace, model, page) };
}
