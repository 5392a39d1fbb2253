/**
 * Where a filter that is being written begins: from nothing, from one at the office, or from a list.
 */
import type { Lens } from "../../blocks/lens";
import { EVERYTHING, type Tree } from "../../expressions/tree";
import type { FilterDraft } from "../../local/filter-drafts";
import type { ActiveFilter, ListBlock, Page } from "../../protocol";
import { instant } from "../../shared/clock";
import { language } from "../../shared/messages";
import type { OpenApp } from "../open-app";

export function newFilter({ ports }: OpenApp, entity: string): FilterDraft {
  const at = instant(ports.clock);
  return { id: ports.newId(), filter: null, entity, label: {}, condition: null, active: true, at };
}

/** The draft of a filter that is at the office; it has the filter's id. */
export function draftOf(
  { ports }: OpenApp,
  { id, entity, label, condition, active }: ActiveFilter,
): FilterDraft {
  const tree = condition as unknown as Tree;
  return { id, filter: id, entity, label, condition: tree, active, at: instant(ports.clock) };
}

interface ShownList {
  readonly page: Page;
  readonly block: ListBlock;
  readonly view: ListBlock["views"][number] | undefined;
}

/** A filter that brings what a list shows: its condition and that of the view that is chosen. */
export function listFilter(app: OpenApp, lens: Lens, { page, block, view }: ShownList): FilterDraft {
  const conditions = [block.condition, view?.condition].flatMap((one) =>
    one ? [one as unknown as Tree] : [],
  );
  const [first] = conditions;
  // A list without a condition shows every record.
  const condition: Tree = conditions.length > 1 ? { op: "and", of: conditions } : (first ?? EVERYTHING);
  const title = lens.text(page.title);
  const label = view?.condition ? `${title} · ${lens.text(view.label)}` : title;
  return { ...newFilter(app, block.entity), label: { [language.peek()]: label }, condition };
}
