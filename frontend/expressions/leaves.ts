/**
 * One comparison of a filter, made ready: its operand read, its period reckoned, itself a function of one value.
 *
 * Only positive operators are written here. A negative one is the opposite of its positive, missing values included.
 */
import { isObject } from "../shared/json";
import { unreachable } from "../shared/unreachable";
import { equalKey, searchKey } from "../values/fold";
import { accept, equal } from "../values/registry";
import type { FieldRule, Value } from "../values/types";
import type { Asker } from "./asker";
import { orderCodePoints, orderExact } from "./ordering";
import { beginningOf, type Period, periodOf } from "./periods";
import { isNegative, type Leaf, type Operator, POSITIVE } from "./tree";

/** Say of a value, null where it is missing, whether it meets a comparison. */
export type ValueTest = (value: unknown) => boolean;

type Positive = Exclude<Operator, keyof typeof POSITIVE>;
type Comparison = "gt" | "ge" | "lt" | "le";

/** The types whose texts are equal, and ordered, by their equal key. */
export const KEYED: ReadonlySet<string> = new Set([
  "text",
  "phone",
  "email",
  "link",
  "barcode",
  "auto_number",
]);

/** Return the test of a leaf at whose end stands a field. */
export function leafTest(leaf: Leaf, field: FieldRule, asker: Asker): ValueTest {
  const positive = isNegative(leaf.op) ? POSITIVE[leaf.op] : (leaf.op as Positive);
  const meets = positiveTest(positive, leaf, field, asker);
  if (positive !== leaf.op) return (value) => value === null || !meets(value);
  return (value) => value !== null && meets(value);
}

function positiveTest(op: Positive, leaf: Leaf, field: FieldRule, asker: Asker): ValueTest {
  switch (op) {
    case "not-null":
      return () => true;
    case "eq":
      return equals(field, operandOf(leaf.value, field));
    case "in":
      if (field.several) return anyOf(field, Array.isArray(leaf.value) ? leaf.value : []);
      return oneOf(field, Array.isArray(leaf.value) ? leaf.value : []);
    case "gt":
    case "ge":
    case "lt":
    case "le":
      return ordered(op, field, operandOf(leaf.value, field));
    case "like":
      return searched(leaf.value, (key, part) => key.includes(part));
    case "begins-with":
      return searched(leaf.value, (key, part) => key.startsWith(part));
    case "ends-with":
      return searched(leaf.value, (key, part) => key.endsWith(part));
    case "eq-userid":
      return (value) => value === asker.person;
    case "eq-userteams":
      return among(asker.teams);
    case "eq-useroruserteams":
      return among([asker.person], asker.teams);
    case "eq-useroruserhierarchy":
      return among([asker.person], asker.reports);
    case "eq-useroruserhierarchyandteams":
      return among([asker.person], asker.reports, asker.teams, asker.reportTeams);
    case "eq-businessid":
      return (value) => value === asker.unit;
    case "eq-userlanguage":
      return asker.language ? equals(field, asker.language) : () => false;
    case "today":
    case "this-week":
    case "this-month":
    case "last-x-days":
    case "next-x-days":
    case "older-than-x-days":
      return within(op, Number(leaf.value), field, asker);
    default:
      return unreachable(op);
  }
}

/**
 * Return an operand in its canonical form, which is the only one that values compare in.
 *
 * A filter may ask for what no record may hold, so the field's limits do not count.
 */
function operandOf(
  wire: unknown,
  { id, type, scale = null, choices = [], target = null }: FieldRule,
): unknown {
  return accept(wire, { id, type, scale, choices, target }).value ?? wire;
}

function equals(field: FieldRule, operand: unknown): ValueTest {
  if (KEYED.has(field.type)) {
    const key = equalKey(String(operand));
    return byText((text) => equalKey(text) === key);
  }
  if (isPlain(field)) return (value) => value === operand;
  return (value) => equal(value as Value, operand as Value, field);
}

function oneOf(field: FieldRule, wires: readonly unknown[]): ValueTest {
  const operands = wires.map((wire) => operandOf(wire, field));
  if (KEYED.has(field.type)) {
    const keys = new Set(operands.map((operand) => equalKey(String(operand))));
    return byText((text) => keys.has(equalKey(text)));
  }
  if (isPlain(field)) {
    const all = new Set(operands);
    return (value) => all.has(value);
  }
  const each = operands.map((operand) => equals(field, operand));
  return (value) => each.some((one) => one(value));
}

/** Of a field that holds several values, one among those asked for is enough. */
function anyOf(field: FieldRule, wires: readonly unknown[]): ValueTest {
  const wanted = new Set(wires.map((wire) => operandOf(wire, field)));
  return (values) => Array.isArray(values) && values.some((one) => wanted.has(one));
}

/** Tell whether two values of a field are equal exactly when they are the same. */
function isPlain({ type }: FieldRule): boolean {
  return type !== "decimal" && type !== "money" && type !== "image";
}

function ordered(op: Comparison, field: FieldRule, bound: unknown): ValueTest {
  const order = orderTo(field, bound);
  const meets = (value: unknown) => {
    const place = order(value);
    if (op === "gt") return place > 0;
    if (op === "ge") return place >= 0;
    return op === "lt" ? place < 0 : place <= 0; // NaN, which is neither, is none of them
  };
  return KEYED.has(field.type) ? byText(meets) : meets;
}

/** Return the order of values to a bound: below 0, 0, above 0, or NaN where one is neither more nor less. */
function orderTo({ type }: FieldRule, bound: unknown): (value: unknown) => number {
  if (KEYED.has(type)) {
    const key = equalKey(String(bound));
    return (value) => orderCodePoints(equalKey(String(value)), key);
  }
  if (type === "decimal" || type === "big_integer")
    return (value) => orderExact(String(value), String(bound));
  if (type === "money") {
    if (!isObject(bound)) return () => Number.NaN;
    const { amount, currency } = bound;
    return (value) =>
      isObject(value) && value.currency === currency
        ? orderExact(String(value.amount), String(amount))
        : Number.NaN;
  }
  return (value) =>
    (value as string) < (bound as string) ? -1 : Number((value as string) > (bound as string));
}

function searched(operand: unknown, found: (key: string, part: string) => boolean): ValueTest {
  const part = searchKey(String(operand));
  return byText((text) => found(searchKey(text), part));
}

function among(...groups: (Iterable<string> | undefined)[]): ValueTest {
  const ids: ReadonlySet<unknown> = new Set(groups.flatMap((group) => [...(group ?? [])]));
  return (value) => ids.has(value);
}

/** A moment is compared with the moments at which the period begins and ends for the user, so no zone is asked again. */
function within(op: Period, days: number, field: FieldRule, { today, timeZone }: Asker): ValueTest {
  const [firstDay, endDay] = periodOf(op, today, days);
  const timed = field.type === "date_time";
  const first = timed ? beginningOf(firstDay, timeZone) : firstDay;
  const end = timed ? beginningOf(endDay, timeZone) : endDay;
  return (value) => first <= (value as string) && (value as string) < end;
}

/** How many texts a test remembers; more would cost more memory than they save time. */
const MOST_REMEMBERED = 5000;

/** Ask about a text once: folding it costs far more than finding it again, and many records have the same. */
function byText(test: (text: string) => boolean): ValueTest {
  const answers = new Map<unknown, boolean>();
  return (value) => {
    let answer = answers.get(value);
    if (answer === undefined) {
      answer = test(String(value));
      if (answers.size < MOST_REMEMBERED) answers.set(value, answer);
    }
    return answer;
  };
}
