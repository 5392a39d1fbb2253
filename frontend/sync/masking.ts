/**
 * Taking fields away from every record of an entity that is stored: packs, rows, frozen copies.
 *
 * A hundred thousand records are not one commit: it is done piece by piece under the journal, and doing it twice does
 * no harm.
 */
import { blobsIn } from "../local/blobs";
import { type Copy, entityPrefix, type Pack, packPrefix } from "../local/database";
import { unpack } from "../local/packs";
import { hasMasked, maskedValues } from "../local/scrubbing";
import { type Operation, put, remove, type Storage } from "../local/storage";
import { type Trace, tracesIn } from "../local/traces";
import type { Row } from "../protocol";
import type { Values } from "../shared/json";
import { packsOf } from "./packed";
import { bucketOf, bucketWrite, revised } from "./trace-writes";

const AT_ONCE = { pack: 20, row: 1_000, trace: 256 } as const;

/**
 * Leave only these fields in the records of an entity.
 *
 * @param commit keeps some of the writes, with the blobs that the values taken away referred to
 * @throws StorageFailed
 */
export async function maskRecords(
  storage: Storage,
  copy: Copy,
  entity: string,
  fields: readonly string[],
  commit: (writes: readonly Operation[], shed: readonly string[]) => Promise<void>,
): Promise<void> {
  for (const store of ["pack", "row", "trace"] as const) {
    const prefix = store === "pack" ? packPrefix(entity, copy) : entityPrefix(entity);
    const keys = await storage.keys("apply.packs", store, prefix);
    for (let from = 0; from < keys.length; from += AT_ONCE[store]) {
      const some = keys.slice(from, from + AT_ONCE[store]);
      const found = await storage.readAll(
        "apply.packs",
        some.map((key) => ({ store, key })),
      );
      const shed: string[] = [];
      const mask = (values: Values) => {
        const kept = maskedValues(values, fields);
        const left = new Set(blobsIn(kept));
        shed.push(...blobsIn(values).filter((blob) => !left.has(blob)));
        return kept;
      };
      const packsIn = (rows: readonly Row[]) => packsOf(entity, copy, rows);
      const writes = found.flat().flatMap(({ key, value }) => {
        if (store === "pack") return packWrites(packsIn, key, value as Pack, fields, mask);
        return store === "row"
          ? rowWrites(key, value as Row, fields, mask)
          : traceMask(key, value, fields, mask);
      });
      if (writes.length > 0) await commit(writes, shed);
    }
  }
}

type Mask = (values: Values) => Values;

function packWrites(
  packsIn: (rows: readonly Row[]) => Operation[],
  key: string,
  old: Pack,
  fields: readonly string[],
  mask: Mask,
): Operation[] {
  const rows = unpack(old);
  if (!rows.some(([, , values]) => hasMasked(values, fields))) return [];
  const masked = rows.map(([id, version, values]): Row => [id, version, mask(values)]);
  return [remove("pack", key), ...packsIn(masked)];
}

function rowWrites(
  key: string,
  [id, version, values]: Row,
  fields: readonly string[],
  mask: Mask,
): Operation[] {
  return hasMasked(values, fields) ? [put("row", key, [id, version, mask(values)])] : [];
}

function traceMask(key: string, bucket: unknown, fields: readonly string[], mask: Mask): Operation[] {
  const masked = revised(tracesIn(bucket), (trace): Trace => {
    const { frozen } = trace;
    if (!frozen || !hasMasked(frozen.values, fields)) return trace;
    return { ...trace, frozen: { ...frozen, values: mask(frozen.values) } };
  });
  return masked ? [bucketWrite(key, bucketOf(masked))] : [];
}
