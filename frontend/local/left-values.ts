/**
 * What somebody typed into a record that he may not see any more, and that was not decided: it left a conflict.
 *
 * Kept until he throws it away; nothing of the office's is in it.
 */
import type { Values } from "../shared/json";
import { type Operation, put, remove, type Storage } from "./storage";

export interface LeftValues {
  /** The conflict's. */
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly values: Values;
  /** UTC instant at which it was typed. */
  readonly at: string;
}

export function leavingValues(left: LeftValues): Operation {
  return put("draft", left.id, left);
}

/** Return what is here, the latest first. @throws StorageFailed */
export async function leftValues(storage: Storage): Promise<readonly LeftValues[]> {
  const [found = []] = await storage.readAll("draft.read", [{ store: "draft", prefix: "" }]);
  const left = found.filter(({ key }) => !key.includes("/")).map(({ value }) => value as LeftValues);
  return left.sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** @throws StorageFailed */
export async function discardLeftValues(storage: Storage, { id }: LeftValues): Promise<void> {
  await storage.commit("draft.keep", [remove("draft", id)], "strict");
}
