/**
 * Constants of formulas: what they are as values, and as what a field is compared with.
 */
import { accept } from "../../values/registry";
import type { FieldRule } from "../../values/types";
import { MOST_CHARACTERS } from "../checks";
import type { LiteralType, ValueTree } from "../rule-tree";
import { kindOf } from "../rule-values";
import { FormulaError, type Node } from "./syntax";
import { quoted } from "./tokens";

/** A constant, with the digits that it was written with. */
export interface Literal {
  readonly type: LiteralType;
  readonly value: unknown;
  readonly text: string;
}

const TYPES: ReadonlySet<string> = new Set<LiteralType>([
  ...(["text", "integer", "decimal", "money", "yes_no", "date", "date_time"] as const),
]);

/** Read a constant; null where there is none. @throws FormulaError where it is none of its type */
export function literalOf(node: Node): Literal | null {
  switch (node.kind) {
    case "text":
      return sound({ type: "text", value: node.text, text: node.text }, node);
    case "number": {
      const { text } = node;
      if (text.includes(".")) return sound({ type: "decimal", value: text, text }, node);
      const value = Number(text) || 0;
      // One that is too large may still be what a field of large numbers, or a decimal, is compared with.
      return { type: "integer", value: Number.isSafeInteger(value) ? value : text, text };
    }
    case "call":
      return called(node.name, node.of, node);
    default:
      return null;
  }
}

function called(name: string, of: readonly Node[], node: Node): Literal | null {
  switch (name) {
    case "TRUE":
    case "FALSE":
      return of.length === 0 ? { type: "yes_no", value: name === "TRUE", text: name } : null;
    case "DATE":
      return sound({ type: "date", value: dayOf(of, node), text: "" }, node);
    case "DATETIME":
      return sound({ type: "date_time", value: plain(of[0], "text", node), text: "" }, node);
    case "DECIMAL":
      return sound({ type: "decimal", value: plain(of[0], "number", node), text: "" }, node);
    case "MONEY": {
      const value = { amount: plain(of[0], "number", node), currency: plain(of[1], "text", node) };
      return sound({ type: "money", value, text: "" }, node);
    }
    case "BLANK": {
      const type = of[0] && plain(of[0], "text", node);
      if (of.length === 0) return null;
      if (!TYPES.has(type ?? "")) throw new FormulaError("type_of_blank", node);
      return { type: type as LiteralType, value: null, text: "" };
    }
    default:
      return null;
  }
}

function plain(node: Node | undefined, kind: "text" | "number", at: Node): string {
  if (node?.kind === kind) return node.text;
  throw new FormulaError("constant_wanted", node ?? at);
}

function dayOf(of: readonly Node[], at: Node): string {
  if (of.length === 1) return plain(of[0], "text", at);
  if (of.length !== 3) throw new FormulaError("date", at);
  const [year = "", month = "", day = ""] = of.map((one) => plain(one, "number", at));
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

const REFUSED: Readonly<Partial<Record<LiteralType, "date" | "money" | "number" | "long">>> = {
  text: "long",
  date: "date",
  date_time: "date",
  money: "money",
};

function sound(literal: Literal, at: Node): Literal {
  const { type, value, text } = literal;
  const fits =
    type === "text" ? [...text].length <= MOST_CHARACTERS : !accept(value, asField(type, value)).problem;
  if (fits) return literal;
  throw new FormulaError(REFUSED[type] ?? "number", at, { most: MOST_CHARACTERS });
}

/** A field that holds a written value; a decimal has the digits that it is written with. */
export function asField(type: LiteralType, value: unknown): FieldRule {
  const fraction = String(value).split(".")[1]?.replace(/0+$/, "") ?? "";
  return { id: "value", type: type === "text" ? "multi_line" : type, scale: Math.min(10, fraction.length) };
}

/** Return what a field is compared with when it is compared with a constant; undefined where that is no value of it. */
export function operandOf(field: FieldRule, literal: Literal): unknown {
  const { id, type, scale = null, choices = [], target = null } = field;
  const value = written(field, literal);
  if (value === undefined) return undefined;
  const read = accept(value, { id, type, scale, choices, target });
  return read.problem || read.value === null ? undefined : value;
}

function written(field: FieldRule, { type, value, text }: Literal): unknown {
  // Several values are asked about one by one.
  const kind = kindOf({ type: field.type });
  const number = type === "integer" || type === "decimal";
  if (field.type === "big_integer") return type === "integer" ? text : undefined;
  if (kind === "decimal") return number ? text || value : undefined;
  if (kind === "money" && number && field.currency)
    return { amount: text || value, currency: field.currency };
  if (kind === "id" || kind === "date") return type === "text" || type === kind ? value : undefined;
  return type === kind ? value : undefined;
}

/** Write a constant the way it is read. */
export function literalText(tree: Extract<ValueTree, { readonly op: "value" }>): string {
  const { type, value } = tree;
  if (value === null || value === undefined) return `BLANK(${quoted(type)})`;
  switch (type) {
    case "text":
      return quoted(String(value));
    case "integer":
      return String(value);
    case "decimal":
      return /^-?[0-9]+\.[0-9]+$/.test(String(value)) ? String(value) : `DECIMAL(${String(value)})`;
    case "yes_no":
      return value === true ? "TRUE" : "FALSE";
    case "date":
      return `DATE(${String(value).split("-").map(Number).join(", ")})`;
    case "date_time":
      return `DATETIME(${quoted(String(value))})`;
    case "money": {
      const { amount, currency } = value as { readonly amount: unknown; readonly currency: unknown };
      return `MONEY(${String(amount)}, ${quoted(String(currency))})`;
    }
  }
}

/** Write what a field is compared with. */
export function operandText(
  value: unknown,
  field: FieldRule | undefined,
  nameOf: (choice: string) => string,
): string {
  const kind = field ? kindOf({ type: field.type }) : "text";
  if (field?.type === "choice" && typeof value === "string") return quoted(nameOf(value));
  if (kind === "decimal" && Number.isSafeInteger(Number(value)) && !String(value).includes("."))
    return String(value);
  if (kind === "id" || kind === "other") return quoted(String(value));
  return literalText({ op: "value", type: kind, value });
}
