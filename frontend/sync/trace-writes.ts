/**
 * What must be written so that the store knows what it should of records that are not held.
 */
import { blobsIn } from "../local/blobs";
import { type Copy, entityPrefix, packPrefix } from "../local/database";
import { type Operation, put, remove, type Storage } from "../local/storage";
import type { Table } from "../local/tables";
import {
  type Frozen,
  type FrozenCopy,
  type Reason,
  type Trace,
  type TraceBucket,
  type Traces,
  tracesIn,
} from "../local/traces";
import type { Row } from "../protocol";
import type { Fate } from "./incoming";
import type { Leaving } from "./leaving";
import { heldAmong } from "./packed";

export interface Tracing {
  readonly entity: string;
  readonly fates: ReadonlyMap<string, Fate>;
  readonly labels: ReadonlyMap<string, string>;
  /** The records that go, as they were. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly leaving: Leaving;
  /** The table as the store holds it, if it is in memory. */
  readonly table: Table | null;
}

export interface Traced {
  readonly operations: readonly Operation[];
  readonly changed: ReadonlyMap<string, Trace | null>;
  readonly shed: readonly string[];
  readonly thaw: string | null;
}

/** Return the writes for labels and copies, of the buckets that change and no other. @throws StorageFailed */
export async function traceWrites(storage: Storage, tracing: Tracing): Promise<Traced> {
  const { entity, fates, labels, table } = tracing;
  const ids = new Set([...fates.keys(), ...labels.keys()]);
  // Of most records that come, nothing was known before.
  for (const [id, fate] of table ? fates : []) {
    if (typeof fate !== "string" && !labels.has(id) && !table?.labels.has(id)) ids.delete(id);
  }
  if (ids.size === 0) return { operations: [], changed: new Map(), shed: [], thaw: null };
  const known = new Set(await storage.keys("apply.traces", "trace", entityPrefix(entity)));
  const wanted = [...new Set([...ids].map((id) => traceKey(entity, id)))].filter((key) => known.has(key));
  const found = await storage.readAll(
    "apply.traces",
    wanted.map((key) => ({ store: "trace", key })),
  );
  const buckets = new Map<string, Record<string, Trace>>();
  for (const [entry] of found) if (entry) buckets.set(entry.key, { ...tracesIn(entry.value) });

  const changed = new Map<string, Trace | null>();
  const shed: string[] = [];
  const written = new Set<string>();
  for (const id of ids) {
    const key = traceKey(entity, id);
    const before = buckets.get(key)?.[id] ?? null;
    const after = traceOf(tracing, id, before);
    if (after === before) continue;
    if (fates.get(id) === "lost" && before?.frozen) shed.push(...blobsIn(before.frozen.values));
    const bucket = buckets.get(key) ?? {};
    if (after) bucket[id] = after;
    else delete bucket[id];
    buckets.set(key, bucket);
    changed.set(id, after);
    written.add(key);
  }
  const stored = [...written].map((key) => [key, bucketOf(buckets.get(key) ?? {})] as const);
  const thaw = earliest(stored.map(([, bucket]) => bucket?.until ?? null));
  return { operations: stored.map(([key, bucket]) => bucketWrite(key, bucket)), changed, shed, thaw };
}

/** Return what removes the traces of records that packs hold. @throws StorageFailed */
export async function tracesOfHeld(storage: Storage, entity: string, copy: Copy): Promise<Operation[]> {
  const [buckets = []] = await storage.readAll("apply.traces", [
    { store: "trace", prefix: entityPrefix(entity) },
  ]);
  const traces = buckets.map(({ key, value }) => ({ key, all: tracesIn(value) }));
  const held = await heldAmong(
    storage,
    packPrefix(entity, copy),
    traces.flatMap(({ all }) => Object.keys(all)),
  );
  return traces.flatMap(({ key, all }) => {
    const kept = Object.entries(all).filter(([id]) => !held.has(id));
    return kept.length === Object.keys(all).length
      ? []
      : [bucketWrite(key, bucketOf(Object.fromEntries(kept)))];
  });
}

export function bucketWrite(key: string, bucket: TraceBucket | null): Operation {
  return bucket ? put("trace", key, bucket) : remove("trace", key);
}

/** Return a bucket's traces with some of them changed or gone; null when nothing changes. */
export function revised(traces: Traces, revise: (trace: Trace, id: string) => Trace): Traces | null {
  const entries = Object.entries(traces).map(([id, trace]) => [id, revise(trace, id)] as const);
  return entries.some(([id, trace]) => trace !== traces[id]) ? Object.fromEntries(entries) : null;
}

function traceOf(
  { entity, fates, labels, rows, reasons, leaving }: Tracing,
  id: string,
  before: Trace | null,
) {
  const fate = fates.get(id);
  const label = labels.get(id);
  if (typeof fate === "object") return null;
  if (fate === "lost") return label === undefined ? null : { label, frozen: null };
  const was = rows.get(id);
  const why = reasons.get(id);
  if (fate === "left" && was && why) {
    const row = leaving.latest(entity, was);
    const frozen = leaving.freeze(entity, row, why);
    return { label: label ?? leaving.label(entity, row), frozen: frozen && frozenCopy(row, frozen) };
  }
  if (label === undefined || label === before?.label) return before;
  return { label, frozen: before?.frozen ?? null };
}

function traceKey(entity: string, record: string): string {
  return `${entityPrefix(entity)}${record.slice(-2)}`;
}

/** Return what to store; null when nothing is left. */
export function bucketOf(traces: Traces): TraceBucket | null {
  const all = Object.values(traces);
  if (all.length === 0) return null;
  const ends = all.flatMap(({ frozen }) => (frozen ? [frozen.until] : []));
  return { until: earliest(ends), body: JSON.stringify(traces) };
}

/** Return the first of some instants; null of none. */
export function earliest(instants: readonly (string | null)[]): string | null {
  return instants.reduce(
    (first, one) => (one !== null && (first === null || one < first) ? one : first),
    null,
  );
}

function frozenCopy([, version, values]: Row, frozen: Frozen): FrozenCopy {
  return { ...frozen, version, values };
}
