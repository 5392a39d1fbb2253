/**
 * What the user may do with a record, by where he stood at the last sync: pure.
 *
 * The office decides anew when a change arrives there; this keeps people from trying what would be refused.
 */
import type { Depths, EffectiveMetadata, ProfileEntity, Standing } from "../protocol";
import type { Values } from "../shared/json";

export type Operation = keyof Depths;

/** Values of a record that are not fields: who owns it, and what it is shared with the user for. */
export const RESERVED: ReadonlySet<string> = new Set(["owner", "shared"]);

/** What decides on the phone: the standing, and until there is one the metadata alone. */
export interface Grounds {
  readonly standing: Standing | null;
  readonly metadata: EffectiveMetadata | null;
  readonly person: string;
}

/**
 * Tell whether an operation is allowed on a record of these values.
 *
 * Without values it tells whether it is allowed on any record at all; a new one is the user's own unless they say
 * whose it is.
 */
export function may(grounds: Grounds, operation: Operation, entity: string, values?: Values): boolean {
  const { standing, metadata, person } = grounds;
  if (operation !== "read" && carried(metadata, entity)?.direction === "down") return false;
  const depths = standing?.rights[entity];
  if (!standing) return metadata?.rights[entity]?.includes(operation) ?? false;
  const depth = depths?.[operation] ?? "none";
  if (depth === "all") return true;
  if (!values) return depth !== "none" || (operation !== "create" && (depths?.read ?? "none") !== "none");
  const { shared } = values;
  if (operation !== "create" && Array.isArray(shared) && shared.includes(operation)) return true;
  if (depth === "none") return false;
  const owner = values.owner ?? (operation === "create" ? person : null);
  return typeof owner === "string" && standing.reach[depth].includes(owner);
}

/** Return the fields of an entity that this user does not set on this phone: of a new record, or of one there is. */
export function readOnlyFields(
  { standing, metadata }: Grounds,
  entity: string,
  operation: "create" | "edit" = "edit",
): ReadonlySet<string> {
  const fixed = entityOf(metadata, entity)?.fields.filter(({ readOnly }) => readOnly) ?? [];
  return new Set([
    ...fixed.map(({ id }) => id),
    ...(standing?.readOnly[entity] ?? []),
    ...downFields(metadata, entity),
    ...(operation === "edit" ? leftOut(metadata, entity) : []),
  ]);
}

/** Return the fields that the profile brings down and never takes up again. */
export function downFields(metadata: EffectiveMetadata | null, entity: string): readonly string[] {
  const taken = carried(metadata, entity);
  if (!taken) return [];
  if (taken.direction === "down") return entityOf(metadata, entity)?.fields.map(({ id }) => id) ?? [];
  return (taken.fields ?? []).filter(({ direction }) => direction === "down").map(({ id }) => id);
}

/** Return the fields that the profile leaves out: what stands there is not known here, so it is not overwritten. */
export function leftOut(metadata: EffectiveMetadata | null, entity: string): readonly string[] {
  const taken = carried(metadata, entity)?.fields;
  const known = entityOf(metadata, entity);
  if (!taken || !known) return [];
  const here = new Set([known.title, ...taken.map(({ id }) => id)]);
  return known.fields.map(({ id }) => id).filter((id) => !here.has(id));
}

/** Return the values without what is not a field. */
export function fieldsOnly<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !RESERVED.has(name)));
}

function entityOf(metadata: EffectiveMetadata | null, entity: string) {
  return metadata?.model.entities.find(({ id }) => id === entity);
}

function carried(metadata: EffectiveMetadata | null, entity: string): ProfileEntity | undefined {
  return metadata?.profile.entities.find(({ id }) => id === entity);
}
