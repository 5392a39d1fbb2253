/**
 * The records that a pull concerns as they were before it: which were held, and what must leave their packs.
 *
 * Where the table is in memory, nothing but packs that change is read: a small delta concerns nearly every pack of a
 * large entity. A packed row may stay below a newer one only if that one still gives every value. Memory shows the
 * newest row and not the packed one; but a pack never holds a value that the newest row lacks, by this very rule.
 */
import { type Copy, entityPrefix, type Pack, packPrefix, recordKey } from "../local/database";
import { holding, unpack } from "../local/packs";
import { type Operation, remove, type Storage } from "../local/storage";
import type { Table } from "../local/tables";
import type { Row } from "../protocol";
import type { Values } from "../shared/json";
import type { Fate } from "./incoming";
import { packsOf } from "./packed";

/** The table of an entity as the store holds it, or null where it is not in memory. */
export type Shown = (entity: string) => Table | null;

export interface Concerned {
  readonly entity: string;
  readonly copy: Copy;
  readonly fates: ReadonlyMap<string, Fate>;
  readonly table: Table | null;
}

export interface Before {
  /** What takes out of packs what must go. */
  readonly operations: readonly Operation[];
  /** The rows of those that go. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly held: (id: string) => boolean;
}

/** @throws StorageFailed */
export async function heldBefore(storage: Storage, concerned: Concerned): Promise<Before> {
  const { fates, table } = concerned;
  if (fates.size === 0) return { operations: [], rows: new Map(), held: () => false };
  return table ? fromMemory(storage, concerned, table) : fromStore(storage, concerned);
}

async function fromMemory(storage: Storage, concerned: Concerned, { records }: Table): Promise<Before> {
  const rows = new Map<string, Row>();
  const going: string[] = [];
  for (const [id, fate] of concerned.fates) {
    const known = records.get(id);
    if (!known) continue;
    if (typeof fate === "string") rows.set(id, [id, known.version, known.values]);
    if (mustGo(known.values, fate)) going.push(id);
  }
  const { operations } = await withoutGone(storage, concerned, going);
  return { operations, rows, held: (id) => records.has(id) };
}

async function fromStore(storage: Storage, concerned: Concerned): Promise<Before> {
  const { entity, fates } = concerned;
  const loose = new Set(await storage.keys("apply.packs", "row", entityPrefix(entity)));
  const isLoose = (id: string) => loose.has(recordKey(entity, id));
  const { operations, packed } = await withoutGone(storage, concerned, [...fates.keys()]);
  const rows = new Map([...packed].filter(([id]) => typeof fates.get(id) === "string"));
  // A row beside the packs is newer than the one in them.
  const going = [...fates].filter(([id, fate]) => typeof fate === "string" && isLoose(id));
  const wanted = going.map(([id]) => ({ store: "row", key: recordKey(entity, id) }) as const);
  for (const [found] of await storage.readAll("apply.packs", wanted)) {
    const row = found?.value as Row | undefined;
    if (row) rows.set(row[0], row);
  }
  return { operations, rows, held: (id) => packed.has(id) || isLoose(id) };
}

/** Look into the packs that may hold records, and write anew those that hold what must go. */
async function withoutGone(
  storage: Storage,
  { entity, copy, fates }: Concerned,
  ids: readonly string[],
): Promise<{ operations: Operation[]; packed: Map<string, Row> }> {
  const operations: Operation[] = [];
  const packed = new Map<string, Row>();
  if (ids.length === 0) return { operations, packed };
  const prefix = packPrefix(entity, copy);
  const keys = await storage.keys("apply.packs", "pack", prefix);
  const touched = new Set(ids.map((id) => holding(keys, prefix + id)).filter((key) => key !== undefined));
  for (const key of touched) {
    const old = (await storage.read("apply.packs", "pack", key)) as Pack | undefined;
    if (!old) continue;
    const rows = unpack(old);
    for (const row of rows) if (fates.has(row[0])) packed.set(row[0], row);
    const kept = rows.filter(([id, , values]) => !mustGo(values, fates.get(id)));
    if (kept.length < rows.length) operations.push(remove("pack", key), ...packsOf(entity, copy, kept));
  }
  return { operations, packed };
}

function mustGo(values: Values, fate: Fate | undefined): boolean {
  if (fate === undefined) return false;
  return typeof fate === "string" || Object.keys(values).some((field) => !(field in fate[2]));
}
