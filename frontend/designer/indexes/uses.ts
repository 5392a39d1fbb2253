/**
 * Where lists and profiles sort, group and filter by a field of their own records, so that an index would help.
 *
 * Searching goes through all texts whatever indexes there are, and what lies beyond a lookup is found by the lookup:
 * neither is a use. Mirrors `backend/metadata/indexing.py` in which fields can have one.
 */
import { reads } from "../../expressions/reads";
import type { Block, Entity, Field, Profile, Workspace } from "../../protocol";
import { isObject } from "../../shared/json";
import { entityOfBlock, wordAt, wordsAt } from "../block-parts";
import type { FieldType } from "../field-looks";
import { allBlocks } from "../placed-blocks";

export interface Uses {
  readonly sorted: number;
  readonly filtered: number;
}

/** Entity and field, as `order.due` → its uses. */
export type UsesByField = ReadonlyMap<string, Uses>;

export interface Proposal extends Uses {
  readonly field: Field;
}

const SORTS = ["sort.field", "section", "date"] as const;
const INDEXED: ReadonlySet<FieldType> = new Set([
  ...(["integer", "big_integer", "decimal", "money", "yes_no", "date", "date_time", "choice"] as const),
  ...(["phone", "email", "auto_number"] as const),
]);
const SHORT: ReadonlySet<FieldType> = new Set(["text", "link", "barcode"]);
const LONGEST = 500;

/** Say whether a field can have an index of its own, and has none in any case. */
export function mayBeIndexed({ type, several, unique, maxLength }: Field): boolean {
  if (several || unique) return false;
  return INDEXED.has(type) || (SHORT.has(type) && (maxLength ?? LONGEST + 1) <= LONGEST);
}

export function usesIn(workspaces: readonly Workspace[], profiles: readonly Profile[]): UsesByField {
  const found = new Map<string, { sorted: number; filtered: number }>();
  const note = (entity: string, path: string | null, how: keyof Uses) => {
    if (!path || path.includes(".")) return;
    const key = `${entity}.${path}`;
    const uses = found.get(key) ?? { sorted: 0, filtered: 0 };
    found.set(key, { ...uses, [how]: uses[how] + 1 });
  };
  for (const workspace of workspaces) {
    for (const { block, page } of allBlocks(workspace)) {
      const entity = entityOfBlock(block, page.entity);
      for (const path of sortsOf(block)) note(entity, path, "sorted");
      for (const condition of conditionsOf(block)) {
        for (const path of reads(condition).paths) note(entity, path, "filtered");
      }
    }
  }
  for (const { entities } of profiles) {
    for (const { id, rules } of entities) {
      for (const rule of rules) {
        const condition = isObject(rule) ? rule.condition : null;
        if (condition) for (const path of reads(condition).paths) note(id, path, "filtered");
      }
    }
  }
  return found;
}

/** The fields of an entity that lists go by and that have no index, those most used first. */
export function proposalsFor(entity: Entity, uses: UsesByField): readonly Proposal[] {
  const all = entity.fields.flatMap((field): Proposal[] => {
    const found = uses.get(`${entity.id}.${field.id}`);
    return found && !field.indexed && mayBeIndexed(field) ? [{ field, ...found }] : [];
  });
  const times = ({ sorted, filtered }: Uses) => sorted + filtered;
  return all.sort((one, other) => times(other) - times(one));
}

function sortsOf(block: Block): readonly (string | null)[] {
  const groups = block.type === "report" ? wordsAt(block, "groups") : [];
  return [...SORTS.map((key) => wordAt(block, key)), ...groups];
}

function conditionsOf(block: Block): readonly unknown[] {
  const own = "condition" in block && block.condition ? [block.condition] : [];
  const views = block.type === "list" ? (block.views ?? []).flatMap(({ condition }) => condition ?? []) : [];
  return [...own, ...views];
}
