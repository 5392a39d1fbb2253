/**
 * The words an editor of filters has: which comparisons a field offers, and what each is compared with.
 *
 * Mirrors the table of `backend/expressions/operators.py`. Evaluation does not need it, so pages load it late.
 *
 * An editor offers less than what the server takes in one place: "is my language" goes with any text and choice, and
 * is offered only of a choice between languages (each choice's id is a code such as "sv" or "en-GB", and one of them is
 * a language that people may choose here; of any other it could never be true), and of a text that is called language
 * or locale. A filter that has it elsewhere keeps it.
 */
import { LANGUAGES } from "../shared/messages";
import type { FieldRule, FieldTypeId } from "../values/types";
import { OWNER } from "./paths";
import type { Operator } from "./tree";

/** What stands behind an operator, and so which control edits it. */
export type Operand = "value" | "values" | "text" | "days" | "none";

interface Entry {
  readonly types: readonly FieldTypeId[];
  readonly operand: Operand;
  /** What a lookup must lead to, `owner` being the reserved path; absent for any entity. */
  readonly targets?: readonly string[];
}

const KEYED = ["text", "phone", "email", "link", "barcode", "auto_number"] as const;
const TEXTS = [...KEYED, "multi_line"] as const;
const DATED = ["date", "date_time"] as const;
const ORDERED = [...KEYED, ...DATED, "integer", "big_integer", "decimal", "money"] as const;
const EQUATABLE = [...ORDERED, "yes_no", "choice", "lookup"] as const;
const ANY = [...EQUATABLE, "multi_line", "image", "file", "signature", "position"] as const;
const PEOPLE = ["person", "owner"];
const PEOPLE_AND_TEAMS = [...PEOPLE, "team"];

const value: Entry = { types: EQUATABLE, operand: "value" };
const values: Entry = { types: EQUATABLE, operand: "values" };
const bound: Entry = { types: ORDERED, operand: "value" };
const search: Entry = { types: TEXTS, operand: "text" };
const period: Entry = { types: DATED, operand: "none" };
const days: Entry = { types: DATED, operand: "days" };
const filled: Entry = { types: ANY, operand: "none" };
const people: Entry = { types: ["lookup"], operand: "none", targets: PEOPLE };
const peopleAndTeams: Entry = { ...people, targets: PEOPLE_AND_TEAMS };
const unit: Entry = { ...people, targets: ["business_unit"] };

/** The operators of fields that hold several values. */
const OF_SEVERAL: ReadonlySet<Operator> = new Set<Operator>(["in", "not-in", "null", "not-null"]);

/** In the order in which a menu offers them: what people want most of each type of field comes first. */
const table: Readonly<Record<Operator, Entry>> = {
  "eq-userid": people,
  "ne-userid": people,
  "eq-useroruserteams": peopleAndTeams,
  "eq-userteams": peopleAndTeams,
  "eq-useroruserhierarchy": people,
  "eq-useroruserhierarchyandteams": peopleAndTeams,
  "eq-businessid": unit,
  "ne-businessid": unit,
  like: search,
  "not-like": search,
  today: period,
  "this-week": period,
  "this-month": period,
  "last-x-days": days,
  "next-x-days": days,
  "older-than-x-days": days,
  eq: value,
  ne: value,
  in: values,
  "not-in": values,
  gt: bound,
  ge: bound,
  lt: bound,
  le: bound,
  "begins-with": search,
  "not-begin-with": search,
  "ends-with": search,
  "not-end-with": search,
  "eq-userlanguage": { types: ["text", "choice"], operand: "none" },
  "not-null": filled,
  null: filled,
};

const menu = Object.keys(table) as Operator[];

/** Return the operators that a field offers, in the order of a menu; one that is in use stays among them. */
export function operatorsFor(field: FieldRule, used?: Operator): readonly Operator[] {
  return menu.filter(
    (op) => takes(op, field) && (op !== "eq-userlanguage" || op === used || holdsLanguage(field)),
  );
}

function holdsLanguage({ id, type, choices = [] }: FieldRule): boolean {
  if (type !== "choice") return id.split("_").some((word) => word === "language" || word === "locale");
  const codes = choices.map((choice) => choice.id);
  const spoken = new Set<string>(LANGUAGES.map(({ code }) => code));
  return (
    codes.every((code) => /^[a-z]{2}(?:[-_][a-z]{2})?$/i.test(code)) &&
    codes.some((code) => spoken.has(code.slice(0, 2).toLowerCase()))
  );
}

/** Tell whether an operator goes with a field. */
export function takes(op: Operator, field: FieldRule): boolean {
  const { types, targets } = table[op];
  if (!types.includes(field.type) || (field.several && !OF_SEVERAL.has(op))) return false;
  return !targets || targets.includes(field === OWNER ? OWNER.id : (field.target ?? ""));
}

/** Return what an operator is compared with. */
export function operandKind(op: Operator): Operand {
  return table[op].operand;
}
