/**
 * How the record of a lookup is chosen and named: as its form says, else by the title that its entity has. Pure.
 */
import type { ListBlock, LookupLook, Workspace } from "../../protocol";
import type { Reading } from "../../values/types";
import type { Lens } from "../lens";
import { plainList } from "../list/plain-list";
import { listed, type RecordSource, valueAt } from "../record-values";
import type { LookupAround } from "./lookup-around";

/** The list of records that a lookup of an entity is chosen from. */
export function pickerBlock(lens: Lens, workspace: Workspace, entity: string, look?: LookupLook): ListBlock {
  const id = `pick-${entity}`;
  const page = lens.page(workspace, look?.page);
  const like = page?.blocks.find((block): block is ListBlock => {
    return block.type === "list" && block.entity === entity;
  });
  const plain = { parent: null, detail: null, swipe: [], select: false };
  const block = like ? { ...like, ...plain, id } : simpleBlock(lens, workspace, entity, id);
  const display = look?.display ?? null;
  const shown = display ? { title: display, search: [...new Set([display, ...block.search])] } : {};
  return { ...block, ...shown, condition: both(block.condition, look?.condition ?? null) };
}

/** All records of an entity, looking as a list of this workspace does where there is one. */
function simpleBlock(lens: Lens, workspace: Workspace, entity: string, id: string): ListBlock {
  const lists = workspace.pages.flatMap(({ blocks }) => blocks).filter((block) => block.type === "list");
  const like =
    lists.find((block) => block.entity === entity && !block.parent) ??
    lists.find((block) => block.entity === entity);
  const title = lens.entity(entity)?.title ?? "";
  return plainList({
    id,
    entity,
    title,
    subtitle: (like ? [like.title, ...like.subtitle] : []).filter((path) => path !== title),
    search: [...new Set([title, ...(like?.search ?? [])])],
  });
}

function both(one: ListBlock["condition"], other: ListBlock["condition"]): ListBlock["condition"] {
  return one && other ? { op: "and", of: [one, other] } : (one ?? other);
}

/**
 * Return how values are read where a lookup may be named by a path of its own; nothing is said of records that are
 * still being read. Signals are read.
 */
export function namedBy(
  look: LookupLook | undefined,
  lens: Lens,
  records: RecordSource,
  reading: Reading,
  drafted: LookupAround["drafted"] = () => [],
): Reading {
  const display = look?.display;
  return {
    ...reading,
    resolve(target, id) {
      const record = display && target ? records.get(target, id) : undefined;
      const found = record && valueAt(lens, records, record, display ?? "");
      const known = (found && listed(found, records, reading)) || reading.resolve?.(target, id);
      const name = known || (target ? drafted(target).find((one) => one.id === id)?.title : undefined);
      return name ?? (target && !records.loaded(target) ? "" : undefined);
    },
  };
}
