/**
 * What must be written so that the store holds the records as they are now.
 *
 * New rows lie beside the packs. A record that goes, or a value that is no longer given, is taken out of its pack by
 * writing the pack anew in the same commit: nothing that must go is left for compaction.
 */
import { blobsIn } from "../local/blobs";
import { type Copy, recordKey } from "../local/database";
import { joined, type Move, type NewsByEntity, newsOf } from "../local/news";
import { type Operation, put, remove, type Storage } from "../local/storage";
import type { Reason, Trace } from "../local/traces";
import { heldBefore, type Shown } from "./held-before";
import type { Fate, Incoming } from "./incoming";
import type { Leaving } from "./leaving";
import { earliest, traceWrites } from "./trace-writes";

export interface Written {
  readonly operations: readonly Operation[];
  /** By entity, what is known now of records that are not held; null: nothing any more. */
  readonly traces: ReadonlyMap<string, ReadonlyMap<string, Trace | null>>;
  readonly news: NewsByEntity;
  /** Blobs that only lost records referred to, as far as this phone knows. */
  readonly shed: readonly string[];
  /** When the first of the copies made has had its time. */
  readonly thaw: string | null;
}

/**
 * Return the writes for all records and labels that came; `incoming`'s masks are not among them.
 *
 * @param shown the tables in memory, if they are what the store holds
 * @throws StorageFailed
 */
export async function recordWrites(
  storage: Storage,
  copy: Copy,
  { records, labels }: Incoming,
  leaving: Leaving,
  shown: Shown = () => null,
): Promise<Written> {
  const operations: Operation[] = [];
  const traces = new Map<string, ReadonlyMap<string, Trace | null>>();
  const shed: string[] = [];
  let news: NewsByEntity = {};
  let thaw: string | null = null;
  for (const entity of new Set([...records.keys(), ...labels.keys()])) {
    const fates = records.get(entity) ?? new Map<string, Fate>();
    const was = await heldBefore(storage, { entity, copy, fates, table: shown(entity) });
    operations.push(...was.operations);
    const reasons = new Map<string, Reason>();
    for (const [id, fate] of fates) {
      const key = recordKey(entity, id);
      operations.push(typeof fate === "string" ? remove("row", key) : put("row", key, fate));
      const row = was.rows.get(id);
      if (row && fate === "left") reasons.set(id, leaving.why(entity, row));
      if (row && fate === "lost") shed.push(...blobsIn(row[2]));
    }
    const moves = [...fates].flatMap(([record, fate]): Move[] => {
      const why = reasons.get(record);
      if (why) return [{ record, to: why }];
      if (fate === "left" || leaving.own(entity, record)) return [];
      if (fate === "lost") return was.held(record) ? [{ record, to: "lost" }] : [];
      return was.held(record) ? [] : [{ record, to: "came" }];
    });
    news = joined(news, newsOf(entity, moves));
    const named = labels.get(entity) ?? new Map<string, string>();
    const traced = await traceWrites(storage, {
      entity,
      fates,
      labels: named,
      rows: was.rows,
      reasons,
      leaving,
      table: shown(entity),
    });
    operations.push(...traced.operations);
    shed.push(...traced.shed);
    thaw = earliest([thaw, traced.thaw]);
    traces.set(entity, traced.changed);
  }
  return { operations, traces, news, shed, thaw };
}
