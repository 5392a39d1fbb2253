/**
 * A filter evaluated on the records of the phone. The server's evaluators mean the same; one file of cases proves it.
 *
 * Two-valued: where a value is missing every comparison is false, except "ne", "not-in" and "ne-userid".
 */
import { isObject, type Values } from "../shared/json";
import { equalKey, searchKey } from "../values/fold";
import { accept, compare, equal } from "../values/registry";
import type { FieldRule, Value } from "../values/types";
import { localDay, type Period, periodOf } from "./periods";
import { isGroup, type Leaf, type Operator, type Tree } from "./tree";

/** What a path ends at for one record: the field, and its value (null where there is none, or a lookup is empty). */
export interface PathEnd {
  readonly field: FieldRule;
  readonly value: unknown;
}

/** Walk a path from a record; null where the model has no such path. */
export type Follow = (path: string) => PathEnd | null;

/** Who asks, and what day it is for him. */
export interface Asker {
  readonly person: string;
  readonly today: string;
  readonly timeZone: string;
}

type Fields = (entity: string) => ReadonlyMap<string, FieldRule> | undefined;
type Lookup = (entity: string, record: string) => Values | undefined;

const KEYED: ReadonlySet<string> = new Set(["text", "phone", "email", "link", "auto_number"]);
const TRUE_WHEN_MISSING: ReadonlySet<Operator> = new Set(["ne", "not-in", "ne-userid"]);
const READING = { locale: "en" };
/** What the path "owner" means where the entity has no field of that name. */
const OWNER: FieldRule = { id: "owner", type: "lookup", target: "person" };

/** Say whether a record meets a filter. */
export function holds(tree: Tree, follow: Follow, asker: Asker): boolean {
  if (!isGroup(tree)) return leafHolds(tree, follow, asker);
  if (tree.op === "and") return tree.of.every((part) => holds(part, follow, asker));
  const some = tree.of.some((part) => holds(part, follow, asker));
  return tree.op === "or" ? some : !some;
}

/** Return how paths are walked from a record of an entity: by the model's fields, through records that are here. */
export function follower(entity: string, values: Values, fields: Fields, lookup: Lookup): Follow {
  return (path) => {
    const names = path.split(".");
    let at: string | undefined = entity;
    let here: Values | undefined = values;
    for (const [place, name] of names.entries()) {
      const known: ReadonlyMap<string, FieldRule> | undefined = at ? fields(at) : undefined;
      const field: FieldRule | undefined =
        known?.get(name) ?? (known && name === OWNER.id ? OWNER : undefined);
      if (!field) return null;
      const value: unknown = here?.[name] ?? null;
      if (place === names.length - 1) return { field, value };
      at = field.target ?? undefined;
      here = at && typeof value === "string" ? lookup(at, value) : undefined;
    }
    return null;
  };
}

function leafHolds(leaf: Leaf, follow: Follow, asker: Asker): boolean {
  const end = follow(leaf.path);
  if (!end) return false;
  const { field } = end;
  const value = end.value as Value;
  if (leaf.op === "null" || leaf.op === "not-null") return (value === null) === (leaf.op === "null");
  if (value === null) return TRUE_WHEN_MISSING.has(leaf.op);
  switch (leaf.op) {
    case "eq":
    case "ne":
      return sameValue(field, value, operandOf(leaf, field)) === (leaf.op === "eq");
    case "in":
    case "not-in":
      return (
        listed(operandOf(leaf, field)).some((one) => sameValue(field, value, one)) === (leaf.op === "in")
      );
    case "like":
      return searchKey(String(value)).includes(searchKey(String(leaf.value)));
    case "begins-with":
      return searchKey(String(value)).startsWith(searchKey(String(leaf.value)));
    case "eq-userid":
    case "ne-userid":
      return (value === asker.person) === (leaf.op === "eq-userid");
    case "gt":
    case "ge":
    case "lt":
    case "le":
      return ordered(leaf.op, field, value, operandOf(leaf, field) as Value);
    default:
      return within(leaf.op, String(value), field, Number(leaf.value), asker);
  }
}

/**
 * Return a leaf's operand in its canonical form, which is the only one that values compare in.
 *
 * A filter may ask for what no record may hold, so the field's limits do not count.
 */
function operandOf(leaf: Leaf, field: FieldRule): unknown {
  if (operands.has(leaf)) return operands.get(leaf);
  const { id, type, scale = null, choices = [], target = null } = field;
  const unlimited: FieldRule = { id, type, scale, choices, target };
  const read = (wire: unknown): unknown => accept(wire, unlimited).value ?? wire;
  const operand = Array.isArray(leaf.value) ? leaf.value.map(read) : read(leaf.value);
  operands.set(leaf, operand);
  return operand;
}

const operands = new WeakMap<Leaf, unknown>();

function sameValue(field: FieldRule, value: Value, operand: unknown): boolean {
  if (KEYED.has(field.type)) return equalKey(String(value)) === equalKey(String(operand));
  return equal(value, operand as Value, field);
}

function ordered(op: "gt" | "ge" | "lt" | "le", field: FieldRule, value: Value, bound: Value): boolean {
  const order = orderOf(field, value, bound);
  if (order === null) return false;
  if (op === "gt") return order > 0;
  if (op === "ge") return order >= 0;
  return op === "lt" ? order < 0 : order <= 0;
}

function orderOf(field: FieldRule, value: Value, bound: Value): number | null {
  if (KEYED.has(field.type)) return byCodePoint(equalKey(String(value)), equalKey(String(bound)));
  if (field.type !== "money") return compare(value, bound, field, READING);
  const sameCurrency = isObject(value) && isObject(bound) && value.currency === bound.currency;
  return sameCurrency ? compare(value, bound, field, READING) : null;
}

/** JavaScript orders by 16-bit units, which puts some characters elsewhere than the server does. */
function byCodePoint(a: string, b: string): number {
  const others = [...b];
  for (const [at, char] of [...a].entries()) {
    const difference = (char.codePointAt(0) ?? 0) - (others[at]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function within(op: Period, value: string, field: FieldRule, days: number, asker: Asker): boolean {
  const [first, end] = periodOf(op, asker.today, days);
  const day = field.type === "date_time" ? localDay(value, asker.timeZone) : value;
  return first <= day && day < end;
}

function listed(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [];
}
