/**
 * What the combining policies make of two changes of one field: pure, and the same at the office.
 *
 * Each takes the value that both began with, mine and the office's, and makes one value, or undefined where it can
 * make none: then somebody has to choose. Mirrors `backend/records/policies.py`.
 */
import Big from "big.js";
import { fieldsOf } from "../metadata/find";
import { type Policy, policyOf } from "../metadata/policies";
import type { Entity, Field } from "../protocol";
import { collapsed } from "../values/fold";
import { accept, equal } from "../values/registry";
import type { Money, Value } from "../values/types";
import { mergedLines } from "./line-merge";
import type { Rules } from "./three-way";

type Combine = (old: Value, mine: Value, office: Value) => Value | undefined;

const TEXTS: ReadonlySet<Field["type"]> = new Set([
  "text",
  "multi_line",
  "phone",
  "email",
  "link",
  "barcode",
]);

/** The rules by which the fields of one entity are merged. */
export function rulesOf(entity: Entity): Rules<Value> {
  const fields = fieldsOf(entity);
  const policy = (name: string) => {
    const field = fields.get(name);
    return field ? policyOf(field, entity.policy) : "ask";
  };
  return {
    policy,
    group: (name) => fields.get(name)?.group ?? null,
    alike(name, a, b) {
      const field = fields.get(name);
      if (!field) return a === b;
      if (equal(a, b, field)) return true;
      const texts = TEXTS.has(field.type) && typeof a === "string" && typeof b === "string";
      return texts && spaced(a) === spaced(b);
    },
    combined(name, old, mine, office) {
      const field = fields.get(name);
      if (!field) return undefined;
      const chosen = policy(name);
      const made = combining(chosen, field)?.(old, mine, office);
      if (made === undefined) return undefined;
      const read = accept(made, field);
      return read.problem ? undefined : read.value;
    },
  };
}

function combining(policy: Policy, { type, several }: Field): Combine | undefined {
  if (policy === "append" && type === "text") return appendedOnOneLine;
  return policy === "union" && several ? unitedParts : BY_POLICY[policy];
}

function spaced(text: string): string {
  return text.split("\n").map(collapsed).join("\n");
}

const linesOf = (text: Value) => (typeof text === "string" ? text.split("\n") : []);

const appended =
  (between: string): Combine =>
  (old, mine, office) => {
    const ofMine = addition(old, mine);
    if (ofMine !== null) return office === null ? ofMine : `${office}${between}${ofMine}`;
    const ofOffice = addition(old, office);
    if (ofOffice !== null) return mine === null ? ofOffice : `${mine}${between}${ofOffice}`;
    return undefined;
  };

const appendedOnOneLine = appended(" ");

/** Return what was written behind a text; null where that is not all that was done to it. */
function addition(old: Value, text: Value): string | null {
  if (typeof text !== "string") return null;
  if (typeof old !== "string") return text;
  const behind = text.slice(old.length);
  const words = behind.replace(/^[ \n\t]+/, "");
  return text.startsWith(old) && words && words !== behind ? words : null;
}

const added: Combine = (old, mine, office) => {
  if (mine === null || office === null) return undefined;
  if (!isMoney(mine) || !isMoney(office)) return sum(old ?? 0, mine, office);
  const currencies = [old, mine, office].flatMap((one) => (isMoney(one) ? [one.currency] : []));
  if (new Set(currencies).size > 1) return undefined;
  const amount = sum(isMoney(old) ? old.amount : "0", mine.amount, office.amount);
  return { amount: String(amount), currency: office.currency };
};

/** Exact: numbers that come out too large for a number are no values of their field. */
function sum(old: Value, mine: Value, office: Value): Value {
  const made = new Big(String(office)).plus(new Big(String(mine)).minus(String(old)));
  return typeof mine === "number" ? Number(made.toFixed()) : made.toFixed();
}

const extreme =
  (greatest: boolean): Combine =>
  (_old, mine, office) => {
    if (mine === null || office === null) return undefined;
    const order = compared(mine, office);
    if (order === undefined) return undefined;
    return order > 0 === greatest ? mine : office;
  };

function compared(a: Value, b: Value): number | undefined {
  if (isMoney(a) && isMoney(b)) {
    return a.currency === b.currency ? new Big(a.amount).cmp(b.amount) : undefined;
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a), String(b)];
  // Days and moments are written so that their order is the order of their letters.
  if (/^-?[0-9]+(\.[0-9]+)?$/.test(left)) return new Big(left).cmp(right);
  return left < right ? -1 : Number(left > right);
}

/** The office's lines without those that I took out, and with those that I put in. */
const united: Combine = (old, mine, office) => {
  const before = new Set(linesOf(old).map(collapsed));
  const wanted = new Set(linesOf(mine).map(collapsed));
  const lines = linesOf(office).filter((line) => {
    const key = collapsed(line);
    return wanted.has(key) || !before.has(key);
  });
  const known = new Set([...before, ...linesOf(office).map(collapsed)]);
  for (const line of linesOf(mine)) {
    const key = collapsed(line);
    if (known.has(key)) continue;
    known.add(key);
    lines.push(line);
  }
  return lines.join("\n");
};

/** The office's parts without those that I took out, and with those that I put in. */
const unitedParts: Combine = (old, mine, office) => {
  const [before, wanted, there] = [partsOf(old), partsOf(mine), partsOf(office)];
  const kept = there.filter((part) => wanted.includes(part) || !before.includes(part));
  return [...kept, ...wanted.filter((part) => !before.includes(part) && !there.includes(part))];
};

function partsOf(value: Value): readonly string[] {
  return Array.isArray(value) ? value : [];
}

const BY_POLICY: Partial<Record<ReturnType<Rules<Value>["policy"]>, Combine>> = {
  append: appended("\n"),
  add: added,
  greatest: extreme(true),
  least: extreme(false),
  union: united,
  lines: (old, mine, office) => mergedLines(linesOf(old), linesOf(mine), linesOf(office))?.join("\n"),
};

function isMoney(value: Value): value is Money {
  return typeof value === "object" && value !== null && "amount" in value;
}
