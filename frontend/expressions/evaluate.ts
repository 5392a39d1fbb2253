/**
 * A filter made ready for the records of the phone. The server's evaluators mean the same; one file of cases proves it.
 *
 * A tree becomes one function of a record's values, with operands read and periods reckoned beforehand, so that a list
 * of 50,000 is asked quickly. Two-valued: a missing value meets no comparison, and so meets every negative one, which
 * is the exact opposite. A filter with an operator that this app does not know holds for no record.
 */
import type { Values } from "../shared/json";
import type { Asker } from "./asker";
import { leafTest } from "./leaves";
import { type Source, walkOf } from "./paths";
import { isGroup, type Tree, unsupported } from "./tree";

export type { Asker } from "./asker";
export type { Source } from "./paths";

/** Say of a record's values whether they meet the filter. */
export type Test = (values: Values) => boolean;

const never: Test = () => false;

/** Make a filter ready for the records of an entity. What it says is of the moment that `asker` tells. */
export function compile(tree: Tree, source: Source, asker: Asker): Test {
  return unsupported(tree).length > 0 ? never : compiled(tree, source, asker);
}

function compiled(tree: Tree, source: Source, asker: Asker): Test {
  if (isGroup(tree)) {
    const parts = tree.of.map((part) => compiled(part, source, asker));
    if (tree.op === "and") return (values) => parts.every((part) => part(values));
    if (tree.op === "or") return (values) => parts.some((part) => part(values));
    return (values) => !parts.some((part) => part(values));
  }
  const walk = walkOf(tree.path, source);
  if (!walk) return never;
  const test = leafTest(tree, walk.field, asker);
  return (values) => test(walk.read(values));
}
