/**
 * Filters that somebody is writing and has not saved at the office: kept as typed, until they are saved or discarded.
 *
 * A filter lives at the office, so saving it needs the network; writing it does not.
 */
import type { Tree } from "../expressions/tree";
import { put, remove, type Storage } from "./storage";

export interface FilterDraft {
  /** The filter's id, or one of its own for a filter that is not at the office yet. */
  readonly id: string;
  /** The filter at the office that it changes; null: a new one. */
  readonly filter: string | null;
  readonly entity: string;
  readonly label: Readonly<Record<string, string>>;
  readonly condition: Tree | null;
  readonly active: boolean;
  /** UTC instant of the last edit. */
  readonly at: string;
}

const PREFIX = "filter/";

/** Return the drafts on this phone, the latest first. @throws StorageFailed */
export async function filterDrafts(storage: Storage): Promise<readonly FilterDraft[]> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "draft", prefix: PREFIX }]);
  return found.map(({ value }) => value as FilterDraft).sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** @throws StorageFailed */
export async function keepFilterDraft(storage: Storage, draft: FilterDraft): Promise<void> {
  await storage.commit("draft.keep", [put("draft", `${PREFIX}${draft.id}`, draft)], "strict");
}

/** @throws StorageFailed */
export async function discardFilterDraft(storage: Storage, id: string): Promise<void> {
  await storage.commit("draft.keep", [remove("draft", `${PREFIX}${id}`)], "relaxed");
}
