/**
 * What pages are called where one is chosen: by their title, and where two share it by what they have as well.
 */
import type { Page, Workspace } from "../protocol";
import { t } from "../shared/messages";
import { said } from "./words";

type Titled = Pick<Page, "id" | "kind" | "title">;

/** A page's title, and what tells it from another of that title: "Equipment (list)". */
export function pageWords(workspace: Pick<Workspace, "pages">, page: Titled): string {
  const name = said(page.title) || page.id;
  const apart = apartWords(workspace, page);
  return apart === undefined ? name : t("designer.page_apart", { name, apart });
}

/** What tells a page from others of its title: its kind, or its id where that is the same too. */
export function apartWords({ pages }: Pick<Workspace, "pages">, page: Titled): string | undefined {
  const alike = pages.filter(({ id, title }) => id !== page.id && said(title) === said(page.title));
  if (alike.length === 0) return undefined;
  return alike.some(({ kind }) => kind === page.kind) ? page.id : t(`designer.page_apart.${page.kind}`);
}

export function pageOption(workspace: Pick<Workspace, "pages">, page: Titled) {
  return { value: page.id, label: pageWords(workspace, page) };
}
