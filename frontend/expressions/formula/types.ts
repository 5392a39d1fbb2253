/**
 * The types of values in a formula, and how the types of parts make the type of an operation.
 *
 * Mirrors `backend/expressions/rule_types.py`, for an answer while somebody types; the server's check decides.
 */
import type { FieldRule } from "../../values/types";
import type { LiteralType } from "../rule-tree";
import { kindOf } from "../rule-values";

export type RuleKind = LiteralType | "choice" | "lookup" | "other";

export interface RuleType {
  readonly kind: RuleKind;
  /** What a lookup leads to. */
  readonly target?: string | null;
  /** Of what is wanted: the field of which it shall be a choice. */
  readonly of?: FieldRule;
}

/** A part that does not fit; `other` is the type that it would have to share. */
export interface Mismatch {
  readonly part: number;
  readonly other?: RuleType;
}

export type Signature = (types: readonly RuleType[]) => RuleType | Mismatch;

export const TEXT: RuleType = { kind: "text" };
export const INTEGER: RuleType = { kind: "integer" };
export const DECIMAL: RuleType = { kind: "decimal" };
export const MONEY: RuleType = { kind: "money" };
export const YES_NO: RuleType = { kind: "yes_no" };
export const DATE: RuleType = { kind: "date" };
export const DATE_TIME: RuleType = { kind: "date_time" };

const QUANTITIES: readonly RuleKind[] = ["integer", "decimal", "money"];
const MEASURES: readonly RuleKind[] = [...QUANTITIES, "date", "date_time"];
const EQUATED: readonly RuleKind[] = [...MEASURES, "text", "yes_no", "choice", "lookup"];
const SORTED: readonly RuleKind[] = [...MEASURES, "text"];

/** Return the type that the values of a field have in rules. */
export function typeOfField(field: FieldRule): RuleType {
  const kind = kindOf(field);
  if (kind !== "id") return { kind };
  return field.type === "lookup" ? { kind: "lookup", target: field.target ?? null } : { kind: "choice" };
}

/** Return what a rule over a field must come to; a text names a choice of it. */
export function typeWanted(field: FieldRule): RuleType {
  const type = typeOfField(field);
  return type.kind === "choice" ? { ...type, of: field } : type;
}

export function isMismatch(found: RuleType | Mismatch): found is Mismatch {
  return "part" in found;
}

export function sameType(one: RuleType, other: RuleType): boolean {
  return one.kind === other.kind && (one.target ?? null) === (other.target ?? null);
}

/** Tell whether a rule of one type gives what another asks for. */
export function gives(found: RuleType, wanted: RuleType): boolean {
  if (sameType(found, wanted)) return true;
  const wider = wanted.kind === "decimal" ? "integer" : wanted.kind === "choice" ? "text" : null;
  return found.kind === wider;
}

function among(kinds: readonly RuleKind[], types: readonly RuleType[]): Mismatch | null {
  const part = types.findIndex(({ kind }) => !kinds.includes(kind));
  return part < 0 ? null : { part };
}

function isNumber({ kind }: RuleType): boolean {
  return kind === "integer" || kind === "decimal";
}

/** The one type of all; whole numbers among decimals are decimals. */
function shared(types: readonly RuleType[]): RuleType | Mismatch {
  let first = types[0] ?? TEXT;
  for (const [part, one] of types.entries()) {
    if (sameType(one, first)) continue;
    if (!isNumber(one) || !isNumber(first)) return { part, other: first };
    first = DECIMAL;
  }
  return first;
}

const alike =
  (kinds: readonly RuleKind[]): Signature =>
  (types) =>
    among(kinds, types) ?? shared(types);

const every =
  (kind: RuleKind, result: RuleType): Signature =>
  (types) =>
    among([kind], types) ?? result;

export const quantities = alike(QUANTITIES);
export const measures = alike(MEASURES);
export const equated = alike(EQUATED);
export const sorted = alike(SORTED);
export const texts = every("text", TEXT);
export const countOfText = every("text", INTEGER);
export const partOfDay = every("date", INTEGER);
export const dayOfMoment = every("date_time", DATE);

export const averages: Signature = (types) => {
  const found = quantities(types);
  return !isMismatch(found) && found.kind === "integer" ? DECIMAL : found;
};

/** Numbers, with money at most once. */
export const product: Signature = (types) => {
  const priced = types.flatMap(({ kind }, part) => (kind === "money" ? [part] : []));
  const wrong = among(QUANTITIES, types) ?? (priced[1] === undefined ? null : { part: priced[1] });
  return wrong ?? (priced.length > 0 ? MONEY : shared(types));
};

/** A number by a number, money by a number, or money by money. */
export const quotient: Signature = (types) => {
  const [first, second] = types.map(({ kind }) => kind === "money");
  const wrong = among(QUANTITIES, types) ?? (second && !first ? { part: 1 } : null);
  return wrong ?? (first && !second ? MONEY : DECIMAL);
};

/** A day or a moment, moved by a whole number. */
export const moved: Signature = ([start = TEXT, by = TEXT]) => {
  if (start.kind !== "date" && start.kind !== "date_time") return { part: 0 };
  return by.kind === "integer" ? start : { part: 1 };
};
