/**
 * Practice records that stay put while the model grows: a new field gets values, what was there keeps its own.
 *
 * The server makes records anew for the model as it is. The n-th record of an entity is the same one as before, so
 * lookups of new values are led to the ids that the preview knows.
 */

import type { PracticeRecords } from "../metadata/preview-channel";
import type { Put, Row } from "../protocol";

export const NO_PRACTICE: PracticeRecords = {
  person: "00000000-0000-7000-8000-000000000000",
  name: "",
  put: [],
};

/** Return the records that were there, with what only the new ones have. */
export function withNew(before: PracticeRecords, after: PracticeRecords): PracticeRecords {
  if (before.put.length === 0) return after;
  const known = new Map(before.put.map(({ entity, rows }) => [entity, rows]));
  const ids = new Map<string, string>();
  for (const { entity, rows } of after.put) {
    rows.forEach(([id], at) => {
      const old = known.get(entity)?.[at];
      if (old) ids.set(id, old[0]);
    });
  }
  const put = after.put.map(({ entity, rows }): Put => {
    const old = known.get(entity) ?? [];
    return { entity, rows: rows.map((row, at) => merged(old[at], row, ids)) };
  });
  return { person: before.person, name: before.name, put };
}

function merged(old: Row | undefined, [id, version, values]: Row, ids: ReadonlyMap<string, string>): Row {
  const leads = (value: unknown) => (typeof value === "string" ? (ids.get(value) ?? value) : value);
  const led = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      Array.isArray(value) ? value.map(leads).sort() : leads(value),
    ]),
  );
  return old ? [old[0], version, { ...led, ...old[2] }] : [id, version, led];
}
