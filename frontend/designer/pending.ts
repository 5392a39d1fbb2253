/**
 * Intentions that the server has not confirmed: as they travel, and put again on top of what it has by now.
 */
import type { DesignEdit } from "../protocol";
import type { NewId } from "../shared/ids";
import type { Documents, Intention } from "./document";
import { joined } from "./history";
import { applyIntention, Misfit } from "./patches";

export interface Pending {
  readonly intention: Intention;
  /** One for each of its edits: the server skips an edit that it has seen. */
  readonly ids: readonly string[];
  readonly merge: string | null;
}

/** The server takes so many edits at once. */
const MOST = 200;

/** Add an intention, or grow the last one while the same property is being written and it is not on its way. */
export function added(
  waiting: readonly Pending[],
  { intention, merge }: { readonly intention: Intention; readonly merge: string | null },
  underWay: number,
  newId: NewId,
): Pending[] {
  const last = waiting.at(-1);
  if (last && merge !== null && last.merge === merge && waiting.length > underWay) {
    const grown = joined(last.intention, intention);
    const ids = grown.edits.map((_, at) => last.ids[at] ?? newId());
    return [...waiting.slice(0, -1), { intention: grown, ids, merge }];
  }
  return [...waiting, { intention, ids: intention.edits.map(() => newId()), merge }];
}

/** As many of the first as go into one request, at least one. */
export function batch(waiting: readonly Pending[]): Pending[] {
  const taken: Pending[] = [];
  let edits = 0;
  for (const one of waiting) {
    edits += one.ids.length;
    if (edits > MOST && taken.length > 0) break;
    taken.push(one);
  }
  return taken;
}

export function onWire(waiting: readonly Pending[]): DesignEdit[] {
  return waiting.flatMap(({ intention, ids }) =>
    intention.edits.map(({ document, patches }, at) => ({
      id: ids[at] ?? "",
      document,
      label: intention.label,
      patches: patches as DesignEdit["patches"],
    })),
  );
}

export interface Rebased {
  readonly documents: Documents;
  readonly fitting: readonly Pending[];
  readonly lost: readonly Pending[];
}

/** Put intentions on top of documents, leaving out those whose place has gone or holds something else. */
export function rebased(base: Documents, waiting: readonly Pending[]): Rebased {
  let documents = base;
  const fitting: Pending[] = [];
  const lost: Pending[] = [];
  for (const one of waiting) {
    try {
      documents = applyIntention(documents, one.intention);
      fitting.push(one);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      lost.push(one);
    }
  }
  return { documents, fitting, lost };
}
