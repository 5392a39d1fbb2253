/**
 * What a block speaks of: one description for each type, as `backend/metadata/block_parts.py` has it.
 *
 * The difference is what becomes of a block when something goes: here its designer takes it away, there a user may
 * not see it. A key may be that of an object inside (`sort.field`).
 */
import type { Block } from "../protocol";
import { isObject } from "../shared/json";

export interface Parts {
  /** Shows records of an entity of its own; others speak of their page's. */
  readonly gathers?: boolean;
  /** The path that names a record. */
  readonly title?: string;
  /** Paths without which it is nothing. */
  readonly needed?: readonly string[];
  readonly optional?: readonly string[];
  readonly lists?: readonly string[];
  /** Its list of nodes, each of a field. */
  readonly nodes?: string;
  /** The page that it is about. */
  readonly target?: string;
  /** The page that a tap opens. */
  readonly opens?: string;
}

export const PARTS: Readonly<Record<Block["type"], Parts>> = {
  list: {
    gathers: true,
    title: "title",
    optional: ["figure", "badge", "image", "searchBy", "section", "sort.field", "parent"],
    lists: ["subtitle", "search"],
    opens: "detail",
  },
  fields: { nodes: "fields" },
  link: { optional: ["countFrom"], target: "page" },
  group: {},
  part: { needed: ["through"], target: "page" },
  chart: { gathers: true, needed: ["measure.field", "by"], optional: ["parent"], opens: "page" },
  calendar: {
    gathers: true,
    title: "title",
    needed: ["date"],
    optional: ["badge", "parent"],
    lists: ["subtitle"],
    opens: "detail",
  },
  report: { gathers: true, optional: ["parent"], lists: ["groups"], nodes: "columns", opens: "detail" },
  timer: { needed: ["since"], optional: ["until"] },
};

/** The parts of a block; none for a type that this version does not know. */
export function partsOf(block: Block): Parts {
  return PARTS[block.type] ?? {};
}

/** The entity that the paths of a block begin at, on a page of an entity. */
export function entityOfBlock(block: Block, page: string): string {
  return "entity" in block && partsOf(block).gathers ? block.entity : page;
}

/** The path or page under a key; null where there is none. */
export function wordAt(block: Block, key: string): string | null {
  let value: unknown = block;
  for (const part of key.split(".")) value = isObject(value) ? value[part] : null;
  return typeof value === "string" ? value : null;
}

export function wordsAt(block: Block, key: string): readonly string[] {
  const value = (block as unknown as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** The nodes of a block that are each of a field. */
export function fieldNodes(block: Block): readonly { readonly id: string; readonly field: string }[] {
  if (block.type === "fields") return block.fields ?? [];
  return block.type === "report" ? (block.columns ?? []) : [];
}

/** Every field path that a block names. */
export function pathsOf(block: Block): string[] {
  const { title, needed = [], optional = [], lists = [] } = partsOf(block);
  return [
    ...[...(title ? [title] : []), ...needed, ...optional].flatMap((key) => wordAt(block, key) ?? []),
    ...lists.flatMap((key) => wordsAt(block, key)),
    ...fieldNodes(block).map(({ field }) => field),
  ];
}
