/**
 * What may be done to one record, and if not, why: by where the user stood at the last sync.
 */
import type { LocalRecord } from "../../local/record";
import type { Replica } from "../../local/replica";
import type { Operation } from "../../local/standing";
import type { Values } from "../../shared/json";
import { type MessageKey, t } from "../../shared/messages";

/** Null: it may be done. */
export type Reason = string | null;

const BY_DEPTH = {
  own: "mobile.keep.only_own",
  team: "mobile.keep.only_team",
  unit: "mobile.keep.only_unit",
  unit_and_below: "mobile.keep.only_below",
} as const satisfies Partial<Record<string, MessageKey>>;

/** Say why an operation on a record is not for this user; null when it is. Signals are read. */
export function refusalOf(replica: Replica, operation: Operation, record: LocalRecord): Reason {
  const { entity } = record;
  if (record.frozen && operation !== "read") return t("mobile.keep.only_frozen");
  if (replica.may(operation, entity, ownedValues(record, replica.person))) return null;
  const carried = replica.metadata.value?.profile.entities.find(({ id }) => id === entity);
  if (carried?.direction === "down") return t("mobile.keep.only_down");
  const depth = replica.standing.value?.rights[entity]?.[operation] ?? "none";
  return t(depth in BY_DEPTH ? BY_DEPTH[depth as keyof typeof BY_DEPTH] : "mobile.keep.not_allowed");
}

/** Tell whether an operation is anything to this user at all: by a role, or as the record is shared with him. */
export function isOffered(replica: Replica, operation: Operation, record: LocalRecord): boolean {
  const { shared } = record.values;
  if (Array.isArray(shared) && shared.includes(operation)) return true;
  const standing = replica.standing.value;
  if (!standing) return replica.may(operation, record.entity);
  return (standing.rights[record.entity]?.[operation] ?? "none") !== "none";
}

/** The office makes its creator the owner of a record; until it has, a new record is his all the same. */
function ownedValues({ state, values }: LocalRecord, me: string): Values {
  return state === "new" && values.owner === undefined ? { ...values, owner: me } : values;
}
