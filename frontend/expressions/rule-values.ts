/**
 * Values inside a rule: their types, how a record's are read, compared and written, and what operators make of them.
 *
 * Numbers of both kinds are exact ones, days and moments are texts, and null is missing.
 */
import { isObject } from "../shared/json";
import { unreachable } from "../shared/unreachable";
import { equalKey, trimmed } from "../values/fold";
import type { FieldRule } from "../values/types";
import {
  type Amount,
  add,
  divide,
  Exact,
  inMoney,
  multiply,
  plain,
  priced,
  rounded,
  subtract,
} from "./arithmetic";
import { addDays, addMonths, dayIn, daysBetween, weekday } from "./calendar";
import { lower, upper } from "./letter-case";
import { orderCodePoints } from "./ordering";
import type { LiteralType, Operation, OperationTree } from "./rule-tree";

/** What can be computed with; "id" is a choice or a record, "other" what can only be missing or not. */
export type Kind = LiteralType | "id" | "other";

export type Known = string | boolean | Exact | Amount;
export type RuleValue = Known | null;

export function kindOf({ type, several }: Pick<FieldRule, "type" | "several">): Kind {
  if (several) return "other";
  switch (type) {
    case "text":
    case "multi_line":
    case "phone":
    case "email":
    case "link":
    case "barcode":
    case "auto_number":
      return "text";
    case "choice":
    case "lookup":
      return "id";
    case "big_integer":
      return "integer";
    case "image":
    case "file":
    case "signature":
    case "position":
      return "other";
    default:
      return type;
  }
}

/** Return the type that values of several types share: whole numbers among decimals are decimals. */
export function shared(kinds: readonly Kind[]): Kind {
  return kinds.includes("decimal") ? "decimal" : (kinds[0] ?? "other");
}

/** Return the type of what an operator makes. */
export function kindMade(op: Operation, kinds: readonly Kind[]): Kind {
  switch (op) {
    case "multiply":
      return kinds.includes("money") ? "money" : shared(kinds);
    case "divide":
      return kinds[0] === "money" && kinds[1] !== "money" ? "money" : "decimal";
    case "add":
    case "subtract":
    case "negate":
    case "absolute":
    case "round":
    case "least":
    case "greatest":
    case "add-days":
    case "add-months":
      return shared(op === "add-days" || op === "add-months" ? kinds.slice(0, 1) : kinds);
    case "lower":
    case "upper":
    case "trim":
    case "left":
    case "right":
      return "text";
    case "length":
    case "year":
    case "month":
    case "day":
    case "weekday":
    case "days-between":
      return "integer";
    case "day-of":
      return "date";
    default:
      return unreachable(op);
  }
}

/** Read a value that came as JSON. */
export function readValue(wire: unknown, kind: Kind): RuleValue {
  if (wire === null || wire === undefined || wire === "") return null;
  if (kind === "integer" || kind === "decimal") return new Exact(wire as string | number);
  if (kind === "money") {
    if (!isObject(wire)) return null;
    return { amount: new Exact(String(wire.amount)), currency: String(wire.currency) };
  }
  return kind === "yes_no" ? wire === true : kind === "other" ? true : String(wire);
}

/** Write a value as it travels; a whole number that JSON would not carry exactly is missing. */
export function written(value: RuleValue, kind: Kind): unknown {
  if (value === null || typeof value !== "object") return value;
  if ("amount" in value) return { amount: plain(value.amount), currency: value.currency };
  if (kind !== "integer") return plain(value);
  return value.abs().lte(Number.MAX_SAFE_INTEGER) ? Number(value.toFixed()) : null;
}

/** Order two values of one type: below 0, 0 or above; NaN where one is neither more nor less. */
export function order(one: Known, other: Known, kind: Kind): number {
  if (typeof one === "object" && typeof other === "object") {
    if (!("amount" in one) && !("amount" in other)) return one.cmp(other);
    const [a, b] = [one as Amount, other as Amount];
    return a.currency === b.currency ? a.amount.cmp(b.amount) : Number.NaN;
  }
  if (kind === "text" || kind === "id")
    return orderCodePoints(equalKey(String(one)), equalKey(String(other)));
  return one < other ? -1 : Number(one > other);
}

/** Return the least or greatest of values of one type, none missing; null of several currencies. */
export function extreme(values: readonly Known[], kind: Kind, greatest: boolean): RuleValue {
  const sign = greatest ? 1 : -1;
  const [first] = values;
  if (kind === "money" && values.some((one) => Number.isNaN(order(one, first as Known, kind)))) return null;
  return values.reduce((best, one) => (order(one, best, kind) * sign > 0 ? one : best));
}

export function total(values: readonly Known[], kind: Kind): RuleValue {
  return kind === "money" ? inMoney(add, values as readonly Amount[]) : add(values as readonly Exact[]);
}

export function average(values: readonly Known[], kind: Kind): RuleValue {
  const sum = total(values, kind);
  return sum && each(sum, (number) => divide(number, new Exact(values.length)));
}

/** Compute on a number, or on the amount of money. */
function each(value: Known, of: (number: Exact) => Exact | null): RuleValue {
  if (typeof value !== "object") return null;
  return "amount" in value ? priced(of(value.amount), value.currency) : of(value);
}

/** Return what computes an operator from its parts, none of which is missing. */
export function functionOf(
  tree: OperationTree,
  kinds: readonly Kind[],
  timeZone: string,
): (parts: readonly Known[]) => RuleValue {
  const kind = shared(kinds);
  const text = (of: (text: string) => string) => (parts: readonly Known[]) => of(String(parts[0])) || null;
  const number = (of: (text: string) => number) => (parts: readonly Known[]) =>
    new Exact(of(String(parts[0])));
  const { op, digits = 0, count = 0 } = tree;
  switch (op) {
    case "add":
      return (parts) => total(parts, kind);
    case "subtract":
      return (parts) => difference(parts, kind);
    case "multiply":
      return product;
    case "divide":
      return quotient;
    case "negate":
      return ([value]) => each(value as Known, (one) => subtract(new Exact(0), one));
    case "absolute":
      return ([value]) => each(value as Known, (one) => one.abs());
    case "round":
      return ([value]) => each(value as Known, (one) => rounded(one, digits));
    case "least":
      return (parts) => extreme(parts, kind, false);
    case "greatest":
      return (parts) => extreme(parts, kind, true);
    case "lower":
      return text(lower);
    case "upper":
      return text(upper);
    case "trim":
      return text(trimmed);
    case "left":
      return text((whole) => [...whole].slice(0, count).join(""));
    case "right":
      return text((whole) => [...whole].slice(-count).join(""));
    case "length":
      return number((whole) => [...whole].length);
    case "year":
      return number((day) => Number(day.slice(0, 4)));
    case "month":
      return number((day) => Number(day.slice(5, 7)));
    case "day":
      return number((day) => Number(day.slice(8, 10)));
    case "weekday":
      return number(weekday);
    case "day-of":
      return ([moment]) => dayIn(String(moment), timeZone);
    case "add-days":
      return ([start, days]) => addDays(String(start), Number(String(days)));
    case "add-months":
      return ([start, months]) => addMonths(String(start), Number(String(months)));
    case "days-between":
      return ([first, second]) => new Exact(daysBetween(String(first), String(second)));
    default:
      return unreachable(op);
  }
}

function difference(parts: readonly Known[], kind: Kind): RuleValue {
  const minus = ([first, second]: readonly Exact[]) => (first && second ? subtract(first, second) : null);
  return kind === "money" ? inMoney(minus, parts as readonly Amount[]) : minus(parts as readonly Exact[]);
}

function product(parts: readonly Known[]): RuleValue {
  const numbers = parts.map((part) => (isAmount(part) ? part.amount : (part as Exact)));
  const result = multiply(numbers);
  const currency = parts.find(isAmount)?.currency;
  return currency === undefined ? result : priced(result, currency);
}

function quotient([first, second]: readonly Known[]): RuleValue {
  if (isAmount(first) && isAmount(second)) {
    return first.currency === second.currency ? divide(first.amount, second.amount) : null;
  }
  return each(first as Known, (number) => divide(number, second as Exact));
}

function isAmount(value: Known | undefined): value is Amount {
  return typeof value === "object" && "amount" in value;
}
