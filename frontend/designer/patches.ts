/**
 * Patches: how a document is edited, and how an edit is undone.
 *
 * The same as `backend/metadata/patch.py` by `tests/vectors/patches.json`: a patch fits when its place is there and,
 * for `set` and `remove`, what stands there is what its author saw. What did not change is shared.
 */
import type { Insert, Move, Patch, Remove, SetKey } from "../protocol";
import { isObject, same } from "../shared/json";
import { unreachable } from "../shared/unreachable";
import { type DocumentName, type Documents, type Intention, idOf, type Path } from "./document";

export type MisfitReason =
  | "no-place"
  | "other-value"
  | "not-an-object"
  | "not-a-list"
  | "fixed"
  | "no-id"
  | "id-taken";

/** The place is not there, or holds something else than the author of the patch saw. */
export class Misfit extends Error {
  override readonly name = "Misfit";

  constructor(readonly reason: MisfitReason) {
    super(reason);
  }
}

/** An id never changes; `__proto__` is no key in JavaScript. */
const FIXED_KEYS: ReadonlySet<string> = new Set(["id", "__proto__"]);

/** Return the document with one patch applied. @throws Misfit */
export function applyPatch<T>(document: T, patch: Patch): T {
  return changed(document, patch.path, changeOf(patch)) as T;
}

/** Return the document with all patches applied in order. @throws Misfit */
export function applyPatches<T>(document: T, patches: readonly Patch[]): T {
  return patches.reduce<T>(applyPatch, document);
}

/** Return both documents after an intention, all of it. @throws Misfit */
export function applyIntention(documents: Documents, { edits }: Pick<Intention, "edits">): Documents {
  let now = documents;
  for (const { document, patches } of edits) {
    now = { ...now, [document]: applyPatches(now[document] as unknown, patches) };
  }
  return now;
}

/** Return the patch that takes a patch back. Where no key stood, it leaves null. */
export function inverse(patch: Patch): Patch {
  switch (patch.op) {
    case "set":
      return { ...patch, value: patch.old, old: patch.value };
    case "insert":
      return { ...patch, op: "remove" };
    case "remove":
      return { ...patch, op: "insert" };
    case "move":
      return { ...patch, before: patch.was, was: patch.before };
    default:
      return unreachable(patch);
  }
}

/** Return the patches that take patches back, the last one first. */
export function inverses(patches: readonly Patch[]): Patch[] {
  return [...patches].reverse().map(inverse);
}

/** Return what takes an intention back, under a name of its own. */
export function inverseIntention(intention: Intention, label: string): Intention {
  const edits = [...intention.edits]
    .reverse()
    .map(({ document, patches }) => ({ document, patches: inverses(patches) }));
  return { label, edits };
}

/** Return the addresses of the nodes that an intention puts in or changes, the last one first. */
export function touched(intention: Intention): { document: DocumentName; path: Path }[] {
  const found = intention.edits.flatMap(({ document, patches }) =>
    patches.flatMap((patch) => {
      if (patch.op === "remove") return [];
      const id = patch.op === "set" ? null : patch.op === "move" ? patch.node : idOf(patch.node);
      return [{ document, path: id === null ? patch.path : [...patch.path, id] }];
    }),
  );
  return found.reverse();
}

type Change = (node: unknown) => unknown;

function changed(node: unknown, path: Path, change: Change): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return change(node);
  if (isObject(node)) {
    if (!Object.hasOwn(node, part)) throw new Misfit("no-place");
    return { ...node, [part]: changed(node[part], rest, change) };
  }
  if (!Array.isArray(node)) throw new Misfit("no-place");
  const at = indexOf(node, part);
  return node.with(at, changed(node[at], rest, change));
}

function changeOf(patch: Patch): Change {
  switch (patch.op) {
    case "set":
      return (node) => set(node, patch);
    case "insert":
      return (node) => insert(node, patch);
    case "remove":
      return (node) => remove(node, patch);
    case "move":
      return (node) => move(node, patch);
    default:
      return unreachable(patch);
  }
}

function set(node: unknown, { key, value, old }: SetKey): unknown {
  if (!isObject(node)) throw new Misfit("not-an-object");
  if (FIXED_KEYS.has(key)) throw new Misfit("fixed");
  if (!same(Object.hasOwn(node, key) ? node[key] : null, old)) throw new Misfit("other-value");
  return { ...node, [key]: value };
}

function insert(node: unknown, { node: added, before }: Insert): unknown {
  const id = idOf(added);
  if (id === null) throw new Misfit("no-id");
  const list = listOf(node);
  if (list.some((other) => idOf(other) === id)) throw new Misfit("id-taken");
  return list.toSpliced(placeBefore(list, before), 0, added);
}

function remove(node: unknown, patch: Remove): unknown {
  const list = listOf(node);
  const at = indexOf(list, idOf(patch.node));
  if (!same(list[at], patch.node)) throw new Misfit("other-value");
  return list.toSpliced(at, 1);
}

function move(node: unknown, { node: id, before }: Move): unknown {
  const list = listOf(node);
  const at = indexOf(list, id);
  const others = list.toSpliced(at, 1);
  return others.toSpliced(placeBefore(others, before), 0, list[at]);
}

function listOf(node: unknown): unknown[] {
  if (!Array.isArray(node)) throw new Misfit("not-a-list");
  return node;
}

function indexOf(list: readonly unknown[], id: string | null): number {
  const at = id === null ? -1 : list.findIndex((node) => idOf(node) === id);
  if (at < 0) throw new Misfit("no-place");
  return at;
}

function placeBefore(list: readonly unknown[], before: string | null): number {
  return before === null ? list.length : indexOf(list, before);
}
