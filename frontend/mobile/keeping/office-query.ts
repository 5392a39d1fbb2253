/**
 * What a list asks the office for: what it shows itself, found by the words and the value that it is searched by. Pure.
 *
 * Words are folded by the office as they are here, and each is to be found in one value or another.
 */
import type { Lens } from "../../blocks/lens";
import { searchPaths } from "../../blocks/list/query";
import { SEARCHED, searchWords } from "../../local/search-words";
import type { ListBlock } from "../../protocol";
import type { RecordQuery } from "../../rest/records";

interface Searched {
  readonly typed: string;
  /** The path that is searched; empty: all that the list is searched by. */
  readonly path: string;
  readonly view: string;
}

/** Of a list from before it could say. */
const FETCHED = 50;

export function officeQuery(lens: Lens, block: ListBlock, { typed, path, view }: Searched): RecordQuery {
  const paths = (path ? [path] : searchPaths(block)).filter((one) => {
    const field = lens.path(block.entity, one).at(-1);
    return field !== undefined && SEARCHED.has(field.type);
  });
  const found = searchWords(typed).map((word) =>
    oneOf(paths.map((one) => ({ op: "like", path: one, value: word }))),
  );
  const shown = [block.condition, block.views.find(({ id }) => id === view)?.condition ?? null];
  const conditions = [...shown.flatMap(parts), ...(paths.length > 0 ? found : [])];
  const [only, ...more] = conditions;
  const filter = more.length > 0 ? { op: "and", of: conditions } : only;
  return {
    limit: block.fetchSize ?? FETCHED,
    // Values that are no texts are not compared with words: then all texts of a record are.
    ...(typed && paths.length === 0 && { search: typed }),
    ...(filter && { filter: JSON.stringify(filter) }),
  };
}

function oneOf(leaves: readonly object[]): object {
  const [only, ...more] = leaves;
  return more.length === 0 && only ? only : { op: "or", of: leaves };
}

/** What is joined by "and" stands beside the rest: groups nest only so deep. */
function parts(condition: ListBlock["condition"]): readonly object[] {
  if (!condition) return [];
  const { op, of } = condition as { readonly op?: string; readonly of?: readonly object[] };
  return op === "and" && of ? of : [condition];
}
