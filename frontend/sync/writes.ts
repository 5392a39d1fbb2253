/**
 * What must be written so that the store holds the records as they are now.
 *
 * New rows lie beside the packs. A record that goes, or a value that is no longer given, is taken out of its pack by
 * writing the pack anew in the same commit: nothing that must go is left for compaction.
 */
import { blobsIn } from "../local/blobs";
import { entityPrefix, type Pack, recordKey } from "../local/database";
import { joined, type NewsByEntity, newsOf } from "../local/news";
import { holding, pack, unpack } from "../local/packs";
import { clear, type Operation, put, remove, type Storage } from "../local/storage";
import type { Reason, Trace } from "../local/traces";
import type { Row } from "../protocol";
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

/** Return the writes for all records and labels that came; `incoming`'s masks are not among them. @throws StorageFailed */
export async function recordWrites(
  storage: Storage,
  { records, labels }: Incoming,
  leaving: Leaving,
): Promise<Written> {
  const operations: Operation[] = [];
  const traces = new Map<string, ReadonlyMap<string, Trace | null>>();
  const shed: string[] = [];
  let news: NewsByEntity = {};
  let thaw: string | null = null;
  for (const entity of new Set([...records.keys(), ...labels.keys()])) {
    const fates = records.get(entity) ?? new Map<string, Fate>();
    const was = await heldBefore(storage, entity, fates);
    operations.push(...was.operations);
    const reasons = new Map<string, Reason>();
    for (const [id, fate] of fates) {
      const key = recordKey(entity, id);
      operations.push(typeof fate === "string" ? remove("row", key) : put("row", key, fate));
      const row = was.rows.get(id);
      if (row && fate === "left") reasons.set(id, leaving.why(entity, row));
      if (row && fate === "lost") shed.push(...blobsIn(row[2]));
    }
    const told = [...fates].filter(([id]) => !leaving.own(entity, id));
    const came = told.filter(([id, fate]) => typeof fate !== "string" && !was.held(id)).length;
    const lost = told.filter(([id, fate]) => fate === "lost" && was.held(id)).length;
    news = joined(news, newsOf(entity, came, [...reasons.values()], lost));
    const named = labels.get(entity) ?? new Map<string, string>();
    const traced = await traceWrites(storage, {
      entity,
      fates,
      labels: named,
      rows: was.rows,
      reasons,
      leaving,
    });
    operations.push(...traced.operations);
    shed.push(...traced.shed);
    thaw = earliest([thaw, traced.thaw]);
    traces.set(entity, traced.changed);
  }
  return { operations, traces, news, shed, thaw };
}

/** Return the packs of a snapshot's rows, which are sorted. */
export function packsOf(entity: string, rows: readonly Row[]): Operation[] {
  return pack(rows).map((one) => put("pack", recordKey(entity, one.first), one));
}

export function clearEntity(entity: string): Operation[] {
  return [clear("pack", entityPrefix(entity)), clear("row", entityPrefix(entity))];
}

/** Return those keys (`entity/id`) under which no record is stored. @throws StorageFailed */
export async function absent(storage: Storage, keys: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const key of keys) {
    if (await storage.read("apply.packs", "row", key)) continue;
    const [entity = "", id] = key.split("/");
    const packs = await storage.keys("apply.packs", "pack", entityPrefix(entity));
    const at = holding(packs, key);
    const found = at && ((await storage.read("apply.packs", "pack", at)) as Pack | undefined);
    if (!found || !unpack(found).some((row) => row[0] === id)) missing.push(key);
  }
  return missing;
}

/** The records as they were before: what must be taken out of packs, the rows of those that go, and which were held. */
interface Before {
  readonly operations: readonly Operation[];
  readonly rows: ReadonlyMap<string, Row>;
  readonly held: (id: string) => boolean;
}

async function heldBefore(
  storage: Storage,
  entity: string,
  fates: ReadonlyMap<string, Fate>,
): Promise<Before> {
  const prefix = entityPrefix(entity);
  const operations: Operation[] = [];
  const rows = new Map<string, Row>();
  const held = new Set<string>();
  if (fates.size === 0) return { operations, rows, held: () => false };
  const keys = await storage.keys("apply.packs", "pack", prefix);
  const loose = new Set(await storage.keys("apply.packs", "row", prefix));
  const touched = new Set<string>();
  for (const id of fates.keys()) {
    if (loose.has(recordKey(entity, id))) held.add(id);
    const key = holding(keys, recordKey(entity, id));
    if (key) touched.add(key);
  }
  for (const key of touched) {
    const old = (await storage.read("apply.packs", "pack", key)) as Pack | undefined;
    if (!old) continue;
    const packed = unpack(old);
    for (const row of packed) {
      const fate = fates.get(row[0]);
      if (fate !== undefined) held.add(row[0]);
      if (typeof fate === "string") rows.set(row[0], row);
    }
    const kept = packed.filter((row) => !mustGo(row, fates.get(row[0])));
    if (kept.length < packed.length) operations.push(remove("pack", key), ...packsOf(entity, kept));
  }
  // A row beside the packs is newer than the one in them.
  const going = [...fates].filter(
    ([id, fate]) => typeof fate === "string" && loose.has(recordKey(entity, id)),
  );
  const wanted = going.map(([id]) => ({ store: "row", key: recordKey(entity, id) }) as const);
  for (const [found] of await storage.readAll("apply.packs", wanted)) {
    const row = found?.value as Row | undefined;
    if (row) rows.set(row[0], row);
  }
  return { operations, rows, held: (id) => held.has(id) };
}

/** A packed row may stay below a newer one only if that one still gives every value. */
function mustGo([, , values]: Row, fate: Fate | undefined): boolean {
  if (fate === undefined) return false;
  return typeof fate === "string" || Object.keys(values).some((field) => !(field in fate[2]));
}
