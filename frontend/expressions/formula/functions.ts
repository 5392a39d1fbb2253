/**
 * The functions that formulas have: what each is in the tree, how many parts it takes, of which types.
 *
 * Their names are the same in every language, as in a file that is passed on; what they do is said in the catalogue
 * under `designer.function.<name>`.
 */
import type { Aggregate, Operation } from "../rule-tree";
import type { Operator } from "../tree";
import {
  averages,
  countOfText,
  dayOfMoment,
  equated,
  measures,
  moved,
  partOfDay,
  quantities,
  type Signature,
  texts,
} from "./types";

export const MOST_PARTS = 499;

export interface ValueFunction {
  readonly op: Operation | "concat" | "first-of";
  readonly least: number;
  readonly most: number;
  readonly signature: Signature;
  /** A whole number that is written, not computed: what it is called in the tree, its bounds, what it is by itself. */
  readonly setting?: {
    readonly key: "digits" | "count";
    readonly least: number;
    readonly most: number;
    readonly usual: number;
  };
}

const one = (op: Operation, signature: Signature): ValueFunction => ({ op, least: 1, most: 1, signature });
const two = (op: Operation, signature: Signature): ValueFunction => ({ op, least: 2, most: 2, signature });
const characters = { key: "count", least: 1, most: 4000, usual: 1 } as const;

export const VALUE_FUNCTIONS = {
  ROUND: { ...one("round", quantities), setting: { key: "digits", least: 0, most: 10, usual: 0 } },
  ABS: one("absolute", quantities),
  MIN: { op: "least", least: 2, most: MOST_PARTS, signature: measures },
  MAX: { op: "greatest", least: 2, most: MOST_PARTS, signature: measures },
  COALESCE: { op: "first-of", least: 1, most: MOST_PARTS, signature: equated },
  CONCAT: { op: "concat", least: 1, most: MOST_PARTS, signature: texts },
  LEFT: { ...one("left", texts), setting: characters },
  RIGHT: { ...one("right", texts), setting: characters },
  LEN: one("length", countOfText),
  UPPER: one("upper", texts),
  LOWER: one("lower", texts),
  TRIM: one("trim", texts),
  YEAR: one("year", partOfDay),
  MONTH: one("month", partOfDay),
  DAY: one("day", partOfDay),
  WEEKDAY: one("weekday", partOfDay),
  DATEOF: one("day-of", dayOfMoment),
  ADDDAYS: two("add-days", moved),
  ADDMONTHS: two("add-months", moved),
  DAYSBETWEEN: two("days-between", partOfDay),
} as const satisfies Readonly<Record<string, ValueFunction>>;

export interface LinesFunction {
  readonly op: Aggregate;
  /** Of the value that it goes over; a count has none. */
  readonly signature: Signature | null;
}

export const LINES_FUNCTIONS = {
  SUM: { op: "sum", signature: quantities },
  COUNT: { op: "count", signature: null },
  MIN: { op: "least-of", signature: measures },
  MAX: { op: "greatest-of", signature: measures },
  AVERAGE: { op: "average-of", signature: averages },
} as const satisfies Readonly<Record<string, LinesFunction>>;

/** Values that need nothing. */
export const NULLARY = {
  TODAY: { op: "current-day" },
  NOW: { op: "current-moment" },
  ME: { op: "user", what: "person" },
  MYUNIT: { op: "user", what: "unit" },
  MYLANGUAGE: { op: "user", what: "language" },
} as const;

export const GROUP_FUNCTIONS = { AND: "and", OR: "or", NOT: "not" } as const;

/** Questions about one field that have no sign. */
export const LEAF_FUNCTIONS = {
  ISBLANK: "null",
  ISFILLED: "not-null",
  ONEOF: "in",
  NOTONEOF: "not-in",
  CONTAINS: "like",
  NOTCONTAINS: "not-like",
  BEGINSWITH: "begins-with",
  NOTBEGINSWITH: "not-begin-with",
  ENDSWITH: "ends-with",
  NOTENDSWITH: "not-end-with",
  ISTODAY: "today",
  ISTHISWEEK: "this-week",
  ISTHISMONTH: "this-month",
  LASTDAYS: "last-x-days",
  NEXTDAYS: "next-x-days",
  OLDERTHAN: "older-than-x-days",
  ISME: "eq-userid",
  NOTME: "ne-userid",
  ISMYTEAM: "eq-userteams",
  ISMEORMYTEAM: "eq-useroruserteams",
  ISMEORBELOW: "eq-useroruserhierarchy",
  ISMEORBELOWORTEAMS: "eq-useroruserhierarchyandteams",
  ISMYUNIT: "eq-businessid",
  NOTMYUNIT: "ne-businessid",
  ISMYLANGUAGE: "eq-userlanguage",
} as const satisfies Readonly<Record<string, Operator>>;

/** Constants that have no sign of their own. */
export const CONSTANTS = ["DATE", "DATETIME", "MONEY", "DECIMAL", "BLANK", "TRUE", "FALSE"] as const;

export type FunctionName =
  | "IF"
  | keyof typeof VALUE_FUNCTIONS
  | keyof typeof LINES_FUNCTIONS
  | keyof typeof NULLARY
  | keyof typeof GROUP_FUNCTIONS
  | keyof typeof LEAF_FUNCTIONS
  | (typeof CONSTANTS)[number];

/** All of them, in the order in which they are offered. */
export const FUNCTIONS: readonly FunctionName[] = [
  "IF",
  ...named(GROUP_FUNCTIONS),
  ...named(LINES_FUNCTIONS),
  ...named(VALUE_FUNCTIONS).filter((name) => !(name in LINES_FUNCTIONS)),
  ...named(NULLARY),
  ...named(LEAF_FUNCTIONS),
  ...CONSTANTS,
];

function named<T extends object>(table: T): (keyof T & FunctionName)[] {
  return Object.keys(table) as (keyof T & FunctionName)[];
}

/** Look a name up in one of the tables; undefined where it has none of that name. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
