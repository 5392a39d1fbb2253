/**
 * What stays of a record that leaves the phone's scope and may still be read: its label, and for a while a copy.
 */
import { recordKey } from "../local/database";
import { isRefused, type OutboxEntry } from "../local/outbox-entry";
import { overlays, shown } from "../local/overlay";
import { cleanRecord } from "../local/record";
import type { Replica } from "../local/replica";
import type { Frozen, Reason } from "../local/traces";
import { fieldsOf, findEntity } from "../metadata/find";
import type { EffectiveMetadata, Row } from "../protocol";
import { format } from "../values/registry";
import type { Value } from "../values/types";
import { reasonsFrom } from "./reasons";

const KEEP_DAYS = 7;
const DAY = 86_400_000;

export interface Leaving {
  readonly why: (entity: string, row: Row) => Reason;
  /** How a copy is kept; null: only the label stays. */
  readonly freeze: (entity: string, row: Row, why: Reason) => Frozen | null;
  readonly label: (entity: string, row: Row) => string;
  /** The row with what the office has applied of the user's own: he has seen that already. */
  readonly latest: (entity: string, row: Row) => Row;
  /** The user made or deleted it himself: that is no news to him. */
  readonly own: (entity: string, record: string) => boolean;
}

/** @param at UTC instant of the checkpoint that is being applied */
export function leavingAt(replica: Replica, at: string): Leaving {
  const metadata = replica.metadata.peek();
  const entries = replica.outbox.entries.peek();
  const pending = pendingOn(entries);
  const own = ownDoing(entries);
  const applied = overlays(entries.filter(({ outcome }) => outcome?.status === "applied"));
  const days = metadata?.profile.keepDays ?? KEEP_DAYS;
  const until = new Date(Date.parse(at) + days * DAY).toISOString();
  const why = reasonsFrom({
    metadata: replica.prompt.peek() ? withoutRules(metadata) : metadata,
    standing: replica.standing.peek(),
    person: replica.person,
    at: replica.checkpoint.peek()?.at ?? at,
    lookup: (entity, record) => replica.tables.table(entity).peek()?.records.get(record)?.values,
  });
  return {
    why,
    freeze(entity, [id], reason) {
      const needed = replica.inUse.has(entity, id) || pending.has(recordKey(entity, id));
      return days > 0 || needed ? { why: reason, since: at, until } : null;
    },
    label: (entity, row) => labelOf(metadata, entity, row),
    latest(entity, row) {
      const acts = applied(entity).get(row[0]);
      const seen = acts && shown(cleanRecord(entity, row), acts);
      return seen ? [row[0], seen.version, seen.values] : row;
    },
    own: (entity, record) => own.has(recordKey(entity, record)),
  };
}

/** The office goes by what it has published: rules that this phone has not taken yet explain nothing. */
function withoutRules(metadata: EffectiveMetadata | null): EffectiveMetadata | null {
  return metadata && { ...metadata, profile: { ...metadata.profile, entities: [] } };
}

/** Return the keys of records that a change of the user's still waits for, or was refused for. */
export function pendingOn(entries: readonly OutboxEntry[]): ReadonlySet<string> {
  const waiting = entries.filter((entry) => !entry.settled || isRefused(entry));
  const acts = waiting.flatMap((entry) => entry.acts).filter(({ kind }) => kind !== "keep");
  return new Set(acts.map(({ entity, record }) => recordKey(entity, record)));
}

function ownDoing(entries: readonly OutboxEntry[]): ReadonlySet<string> {
  const acts = entries.flatMap((entry) => entry.acts);
  const own = acts.filter(({ kind }) => kind === "create" || kind === "delete" || kind === "restore");
  return new Set(own.map(({ entity, record }) => recordKey(entity, record)));
}

function labelOf(metadata: EffectiveMetadata | null, entity: string, [, , values]: Row): string {
  const found = metadata ? findEntity(metadata.model, entity) : undefined;
  const title = found && fieldsOf(found).get(found.title);
  if (!title) return "";
  return format((values[title.id] ?? null) as Value, title, { locale: metadata?.person.language ?? "en" });
}
