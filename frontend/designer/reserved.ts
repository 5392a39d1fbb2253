/**
 * The ids that a design may not give again: what is published, and what once was.
 */

import type { Design } from "../protocol";
import type { Published } from "../rest/designs";
import { isObject } from "../shared/json";
import { idOf } from "./document";
import type { Reserved } from "./ids";

/** List of lasting nodes → the lists of such nodes inside each. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  entities: ["fields"],
  fields: ["choices"],
  pages: ["blocks"],
  actions: [],
};

export function reservedIds(design: Design, published: Published): Reserved {
  const { retired } = design;
  return {
    workspace: new Set([
      ...(retired?.workspace ?? []),
      ...addresses(published.workspace, ["pages", "actions"]),
    ]),
    model: new Set([...(retired?.model ?? []), ...addresses(published.model, ["entities"])]),
  };
}

function* addresses(node: unknown, lists: readonly string[], at = ""): Generator<string> {
  if (!isObject(node)) return;
  for (const list of lists) {
    for (const child of nodesOf(node, list)) {
      const id = idOf(child);
      if (id === null || !isObject(child)) continue;
      const place = `${at}${list}/${id}`;
      yield place;
      // Fields placed on a page are not lasting; those of an entity are.
      yield* addresses(child, LISTS[list] ?? [], `${place}/`);
    }
  }
}

/** The nodes of a list, and for blocks those in groups too: an id is one of its page. */
function* nodesOf(node: Readonly<Record<string, unknown>>, list: string): Generator<unknown> {
  const children = node[list];
  for (const child of Array.isArray(children) ? children : []) {
    yield child;
    if (list === "blocks" && isObject(child)) yield* nodesOf(child, list);
  }
}
