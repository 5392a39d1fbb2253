/**
 * How much the records of one entity take on this phone, counted when somebody looks.
 */
import { useEffect, useState } from "preact/hooks";
import { type Copy, copyInView, entityPrefix, type Pack, packPrefix } from "../../local/database";
import type { Replica } from "../../local/replica";
import { formatBytes } from "../../shared/formats";
import { useApp } from "../app-context";

export function SizeHere({ entity }: { readonly entity: string }) {
  const { replica } = useApp().core;
  const [size, setSize] = useState<number | null>(null);
  const copy = copyInView(replica.checkpoint.value, entity);
  useEffect(() => {
    let gone = false;
    sizeOf(replica, entity, copy)
      .then((bytes) => !gone && setSize(bytes))
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [replica, entity, copy]);
  return size === null ? null : <span class="app-size">{formatBytes(size)}</span>;
}

/** The length of the text that holds them, which is nearly all that they take. @throws StorageFailed */
export async function sizeOf({ storage }: Replica, entity: string, copy: Copy): Promise<number> {
  const [packs = [], rows = []] = await storage.readAll("table.load", [
    { store: "pack", prefix: packPrefix(entity, copy) },
    { store: "row", prefix: entityPrefix(entity) },
  ]);
  const packed = packs.reduce((sum, { value }) => sum + (value as Pack).body.length, 0);
  return rows.reduce((sum, { value }) => sum + JSON.stringify(value).length, packed);
}
