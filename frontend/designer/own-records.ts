/**
 * Practice records that look like the organisation's own: their values are drawn from what the designer may read.
 *
 * The designer's own rights decide what is read, and it stays in his browser. Who is in the practice records stays
 * made up, and so does what a record holds apart: images, files, signatures.
 */
import type { PracticeRecords } from "../metadata/preview-channel";
import type { Entity, Field, Model, Row } from "../protocol";
import type { Client } from "../rest/client";
import { countFigures, listRecords } from "../rest/records";
import { entityOf } from "./model-view";

export interface OwnRecords {
  /** How many the designer may read; not of every entity that is sampled. */
  readonly count: number;
  readonly rows: readonly { readonly id: string; readonly values: Readonly<Record<string, unknown>> }[];
}

export type OwnByEntity = ReadonlyMap<string, OwnRecords>;

export const NONE_OWN: OwnByEntity = new Map();

const SAMPLE = 24;
/** Milliseconds that the preview waits for a sample. */
const PATIENCE = 1500;
const APART: ReadonlySet<Field["type"]> = new Set(["image", "file", "signature", "position"]);

/** Read some records of each entity that is published; none where the designer may read none, or none come soon. */
export async function readOwn(
  client: Client,
  published: Model | null,
  entities: readonly string[],
): Promise<OwnByEntity> {
  const known = entities.filter((id) => published && entityOf(published, id)?.builtIn === false);
  const read = known.map(async (id): Promise<readonly [string, OwnRecords]> => {
    const [{ records }, { count }] = await Promise.all([
      listRecords(client, id, { limit: SAMPLE }),
      countFigures(client, id, {}),
    ]);
    return [id, { count, rows: records }];
  });
  const all = Promise.allSettled(read).then((found) =>
    found.flatMap((one) => (one.status === "fulfilled" && one.value[1].count > 0 ? [one.value] : [])),
  );
  const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), PATIENCE));
  return known.length === 0 ? NONE_OWN : new Map(await Promise.race([all, late]));
}

/** Give practice records the values of own ones, field by field where the design still has the field as published. */
export function drawnFrom(
  practice: PracticeRecords,
  own: OwnByEntity,
  model: Model,
  stored: (entity: string, field: string) => Field | null,
): PracticeRecords {
  const rowsOf = new Map(practice.put.map(({ entity, rows }) => [entity, rows]));
  const standIn = (entity: string, id: unknown): string | undefined => {
    const at = own.get(entity)?.rows.findIndex((one) => one.id === id) ?? -1;
    return at < 0 ? undefined : rowsOf.get(entity)?.[at]?.[0];
  };
  const drawn = (holder: Entity, [id, version, values]: Row, at: number): Row => {
    const real = own.get(holder.id)?.rows[at];
    if (!real) return [id, version, values];
    const now: Record<string, unknown> = { ...values };
    for (const field of holder.fields) {
      const was = stored(holder.id, field.id);
      if (was?.type !== field.type || was.several !== field.several || APART.has(field.type)) continue;
      const value = real.values[field.id] ?? null;
      if (field.type === "lookup") {
        const led = Array.isArray(value) ? undefined : standIn(field.target ?? "", value);
        if (led) now[field.id] = led;
      } else if (value !== null) now[field.id] = value;
      else delete now[field.id];
    }
    return [id, version, now];
  };
  const put = practice.put.map(({ entity, rows }) => {
    const holder = entityOf(model, entity);
    return { entity, rows: holder ? rows.map((row, at) => drawn(holder, row, at)) : rows };
  });
  return { ...practice, put };
}
