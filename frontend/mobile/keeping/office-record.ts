/**
 * A record as the office gave it, in the shape of those that are here.
 */
import type { LocalRecord } from "../../local/record";
import type { RecordDocument } from "../../protocol";

export function shownRecord({ entity, id, version, values, owner }: RecordDocument): LocalRecord {
  const all = { ...values, ...(owner !== null && { owner }) };
  return { entity, id, version, values: all, state: "clean", progress: "none", partial: false };
}
