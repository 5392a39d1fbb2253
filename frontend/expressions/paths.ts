/**
 * How a path such as `customer.name` is walked from a record: by the model's fields, through records that are here.
 */
import type { Values } from "../shared/json";
import type { FieldRule } from "../values/types";

export type Fields = (entity: string) => ReadonlyMap<string, FieldRule> | undefined;
export type Lookup = (entity: string, record: string) => Values | undefined;

/** The records that a filter is asked about: their entity, the model's fields, and the records that lookups lead to. */
export interface Source {
  readonly entity: string;
  readonly fields: Fields;
  readonly lookup: Lookup;
}

/** Where a path ends, and how its value is read: null where there is none, or a lookup is empty. */
export interface Walk {
  readonly field: FieldRule;
  readonly read: (values: Values) => unknown;
}

/** What the path "owner" means where the entity has no field of that name: a person's id, or a team's. */
export const OWNER: FieldRule = { id: "owner", type: "lookup", target: "person" };

/** Prepare the walk of a path; null where the model has no such path. */
export function walkOf(path: string, { entity, fields, lookup }: Source): Walk | null {
  const [name = "", ...rest] = path.split(".");
  const field = fieldNamed(name, fields(entity));
  if (!field) return null;
  if (rest.length === 0) return { field, read: (values) => values[name] ?? null };
  const target = field.several ? null : field.target;
  const further = target ? walkOf(rest.join("."), { entity: target, fields, lookup }) : null;
  if (!target || !further) return null;
  const read = (values: Values) => {
    const id = values[name];
    const next = typeof id === "string" ? lookup(target, id) : undefined;
    return next ? further.read(next) : null;
  };
  return { field: further.field, read };
}

/** Return the fields that a path passes, the last being its end; null where the model has no such path. */
export function fieldsAlong(
  path: string,
  { entity, fields }: Pick<Source, "entity" | "fields">,
): readonly FieldRule[] | null {
  const passed: FieldRule[] = [];
  let at: string | null | undefined = entity;
  for (const name of path.split(".")) {
    const field: FieldRule | undefined = fieldNamed(name, at ? fields(at) : undefined);
    if (!field) return null;
    passed.push(field);
    at = field.several ? null : field.target;
  }
  return passed;
}

function fieldNamed(name: string, known: ReturnType<Fields>): FieldRule | undefined {
  return known?.get(name) ?? (known && name === OWNER.id ? OWNER : undefined);
}
