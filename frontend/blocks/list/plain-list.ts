/**
 * A list that no document describes: one that a screen of the app makes to choose from.
 */
import type { ListBlock } from "../../protocol";

type Given = Pick<ListBlock, "id" | "entity" | "title"> & Partial<ListBlock>;

/** All records of an entity, by their title, with what is given on top. */
export function plainList(given: Given): ListBlock {
  return {
    type: "list",
    label: null,
    parent: null,
    subtitle: [],
    figure: null,
    badge: null,
    image: null,
    search: [given.title],
    sort: { field: given.title, descending: false },
    views: [],
    condition: null,
    detail: null,
    empty: null,
    style: "simple",
    searchBy: null,
    searchBar: true,
    section: null,
    pageSize: null,
    fetchSize: 50,
    swipe: [],
    select: false,
    visibleWhen: null,
    ...given,
  };
}
